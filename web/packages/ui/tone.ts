/** What a state means to the reader: nothing special, being worked on, well, attention, wrong. */
export type Tone = 'plain' | 'brand' | 'good' | 'caution' | 'bad'
