/** A stub. */
export {};
