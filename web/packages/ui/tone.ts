/** What a state means to the reader: nothing special, being worked on, well, attention, wrong. */
export type Tone = 'plain' | 'brand' | 'good' | 'caution' | 'bad'

/** What an approval has come to. */
export const APPROVAL_TONES: Readonly<Record<string, Tone>> = {
  pending: 'brand', returned: 'caution', approved: 'good', refused: 'bad', withdrawn: 'plain',
}
