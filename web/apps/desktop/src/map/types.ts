import type { Marker } from '@changqian/map'

/** A site that answers a question about the map. */
export interface FoundSite {
  id: number
  name: string
  enterprise: number
  enterprise_name: string
  region_name: string
  address: string
  lon: number | null
  lat: number | null
  /** Distance from the centre that was asked about. */
  metres?: number | null
}

export interface Found { count: number, capped: boolean, results: FoundSite[] }
export interface Clusters { count: number, results: Marker[] }

/** The card of a site. */
export interface SiteFacts {
  id: number
  name: string
  enterprise: number
  enterprise_name: string
  region_name: string
  address: string
  status_label: string
  industry_label: string
  staff_count: number
  contact: string
  contact_phone: string
  tags: string[]
  risk_points: Record<string, number>
  tasks: { total: number, done: number }
  hazards: { open: number, overdue: number }
}
