export { CameraError, openCamera, TROUBLES, troubleOf, type Camera, type Trouble } from './camera'
export { openReader, type Reader } from './reader'
export { endingIn, refusal, tidy, tokenIn } from './token'
