/** The ledgers of the platform, one file each. */
export { default as hazards } from './hazards'
