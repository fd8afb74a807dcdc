/** A device in a wall. */
export interface WallTile {
  id: string | number
  name: string
  /** A fresh WebSocket address each time. */
  address: () => Promise<string>
}
