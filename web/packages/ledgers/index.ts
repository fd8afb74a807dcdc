/** The ledgers of the platform, one file each. */
export { default as certificates } from './certificates'
export { default as codes } from './codes'
export { default as enterprises } from './enterprises'
export { default as hazards } from './hazards'
export { default as people } from './people'
export { default as sites } from './sites'
export type { Schemas } from './bodies'
