/** The ledgers of the platform, one file each. */
export {}
