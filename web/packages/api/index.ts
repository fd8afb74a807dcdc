export {
  deviceName, useAccount, usePasswordChange, usePhoneChange, type Account, type Device,
} from './account'
export { useAboutMe } from './aboutMe'
export { runs, saidOf, titleOf, useOwnRequests } from './ownRequests'
export { useSignInAgain } from './again'
export {
  api, isAbort, onSignedOut, queryString, type Page, type Query, type Sent, type SignInAgain,
} from './client'
export { ApiError, asApiError, type Problem } from './errors'
export { useCodeSending, useDoorway, useLost, useOtherSystems, type Enrolment } from './entering'
export {
  invitationAt, rememberInvitation, rememberedInvitation, useClaiming, useInviting, useLeaving, useMyFirms, useRealName,
  useRegistration, WAYS_OUT,
  type Claim, type FirmFound, type Invitation, type Membership, type Offer,
} from './joining'
export { useAdmissions, useApplying, type Application } from './professionals'
export { newCaptcha, useSession, type Credentials } from './session'
export { followNotices, type StreamState } from './stream'
export { useTimeline, type TimelineEvent } from './timeline'
export type * from './types'
export type { components, paths } from './schema'
export * as labels from './labels'
