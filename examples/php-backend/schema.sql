-- The shop's tables, for MySQL 8 and MariaDB 10.6 or later. Money is cents, times are UTC.

CREATE TABLE IF NOT EXISTS products (
    id VARCHAR(80) PRIMARY KEY,
    title VARCHAR(200) NOT NULL,
    brand VARCHAR(200) NOT NULL,
    size VARCHAR(200) NOT NULL,
    category VARCHAR(200) NOT NULL,
    image VARCHAR(500) NOT NULL,
    href VARCHAR(500) NOT NULL,
    price_cents INT NOT NULL,
    stock INT NOT NULL,
    CHECK (price_cents > 0)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE IF NOT EXISTS customers (
    id VARCHAR(40) PRIMARY KEY,
    email VARCHAR(320) NOT NULL,
    email_key VARCHAR(320) NOT NULL UNIQUE,      -- in lower case: as emails are compared
    name VARCHAR(1000) NOT NULL,
    password_hash VARCHAR(255) NOT NULL,
    accepts_marketing BOOLEAN NOT NULL,
    default_address_id VARCHAR(40) NULL,
    created_at DATETIME(3) NOT NULL
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE IF NOT EXISTS addresses (
    id VARCHAR(40) PRIMARY KEY,
    seq BIGINT NOT NULL AUTO_INCREMENT UNIQUE,
    customer_id VARCHAR(40) NOT NULL,
    address MEDIUMTEXT NOT NULL,                 -- JSON
    FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE IF NOT EXISTS sessions (
    id BIGINT AUTO_INCREMENT PRIMARY KEY,
    token_hash CHAR(64) NOT NULL UNIQUE,         -- SHA-256 of the cookie
    customer_id VARCHAR(40) NULL,
    cart_changed_at DATETIME(3) NOT NULL,
    FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE IF NOT EXISTS cart_lines (
    id BIGINT AUTO_INCREMENT PRIMARY KEY,        -- lines keep their order
    session_id BIGINT NOT NULL,
    product_id VARCHAR(80) NOT NULL,
    quantity INT NOT NULL,
    unit_price_cents INT NOT NULL,
    UNIQUE (session_id, product_id),
    FOREIGN KEY (session_id) REFERENCES sessions (id) ON DELETE CASCADE,
    FOREIGN KEY (product_id) REFERENCES products (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE IF NOT EXISTS order_numbers (
    year INT PRIMARY KEY,
    last INT NOT NULL
) ENGINE = InnoDB;

CREATE TABLE IF NOT EXISTS orders (
    id VARCHAR(40) PRIMARY KEY,
    seq BIGINT NOT NULL AUTO_INCREMENT UNIQUE,   -- newest first: by this
    number VARCHAR(40) NOT NULL UNIQUE,
    session_id BIGINT NULL,                      -- whose cart it came from
    customer_id VARCHAR(40) NULL,
    email VARCHAR(320) NOT NULL,
    accepts_marketing BOOLEAN NOT NULL,
    status ENUM('pending', 'paid', 'failed', 'refunded', 'cancelled') NOT NULL DEFAULT 'pending',
    fulfilment_status ENUM('unfulfilled', 'processing', 'shipped', 'delivered') NOT NULL DEFAULT 'unfulfilled',
    payment_intent VARCHAR(255) NOT NULL UNIQUE,
    stock_deducted BOOLEAN NOT NULL DEFAULT FALSE,
    subtotal_cents INT NOT NULL,
    shipping_cents INT NOT NULL,
    tax_cents INT NOT NULL,
    total_cents INT NOT NULL,
    shipping_address MEDIUMTEXT NOT NULL,        -- JSON
    billing_address MEDIUMTEXT NOT NULL,         -- JSON
    tracking_url TEXT NULL,
    created_at DATETIME(3) NOT NULL,
    paid_at DATETIME(3) NULL,
    FOREIGN KEY (session_id) REFERENCES sessions (id) ON DELETE SET NULL,
    FOREIGN KEY (customer_id) REFERENCES customers (id)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE IF NOT EXISTS order_lines (
    order_id VARCHAR(40) NOT NULL,
    position INT NOT NULL,
    product_id VARCHAR(80) NOT NULL,
    title VARCHAR(200) NOT NULL,
    brand VARCHAR(200) NOT NULL,
    size VARCHAR(200) NOT NULL,
    image VARCHAR(500) NOT NULL,
    href VARCHAR(500) NOT NULL,
    quantity INT NOT NULL,
    unit_price_cents INT NOT NULL,
    PRIMARY KEY (order_id, position),
    FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE IF NOT EXISTS idempotency_keys (
    session_id BIGINT NOT NULL,
    key_hash CHAR(64) NOT NULL,
    body_hash CHAR(64) NOT NULL,
    response MEDIUMTEXT NOT NULL,                -- JSON
    PRIMARY KEY (session_id, key_hash),
    FOREIGN KEY (session_id) REFERENCES sessions (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE IF NOT EXISTS reset_tokens (
    token_hash CHAR(64) PRIMARY KEY,
    customer_id VARCHAR(40) NOT NULL,
    expires_at DATETIME(3) NOT NULL,
    FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE IF NOT EXISTS outbox (
    id BIGINT AUTO_INCREMENT PRIMARY KEY,
    recipient VARCHAR(320) NOT NULL,
    subject VARCHAR(200) NOT NULL,
    token VARCHAR(64) NOT NULL,
    created_at DATETIME(3) NOT NULL,
    KEY (recipient)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;

CREATE TABLE IF NOT EXISTS attempts (
    kind VARCHAR(20) NOT NULL,
    ip VARCHAR(45) NOT NULL,
    times TEXT NOT NULL,                         -- JSON: Unix seconds
    PRIMARY KEY (kind, ip)
) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin;
