"""Turn a contract into an OpenAPI document and its YAML."""
