/** Which alarms are new: each is to draw the eye once, not with every look at the positions. */
interface Calling { id: number, alarm_at: string | null }

/** Of those that were never given to it before, the newest first. */
export function fresh() {
  const known = new Set<string>()
  return <T extends Calling>(places: readonly T[]): T[] => {
    const calling = places.filter(({ id, alarm_at }) => alarm_at && !known.has(`${id} ${alarm_at}`))
    calling.forEach(({ id, alarm_at }) => known.add(`${id} ${alarm_at!}`))
    return calling.sort((a, b) => Date.parse(b.alarm_at!) - Date.parse(a.alarm_at!))
  }
}
