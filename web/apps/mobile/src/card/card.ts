import type { Schemas } from '@changqian/ledgers'

/** What a 常安码 says to whoever scans it. */
export interface Posted {
  number: string
  name: string
  location: string
  level: 'major' | 'large' | 'general' | 'low'
  factors: string
  accident_types: string[]
  consequences: string
  engineering: string
  management: string
  training: string
  ppe: string
  emergency: string
  responsible_department: string
  responsible_name: string
  supervise_phone: string
  revision: number
  approved_on: string
}

export interface OpenTask {
  id: number
  risk_point: number
  risk_point_name: string
  risk_point_location: string
  level: string
  progress: number
}

/** Ids, tasks and rights are there for staff and regulators only. */
export interface Card extends Pick<Schemas['ScanCard'], 'machine' | 'equipment' | 'plans' | 'plan_tasks' | 'attentions'> {
  kind: 'site' | 'risk_point' | 'equipment' | 'whistle'
  token: string
  viewer: 'public' | 'staff' | 'regulator'
  enterprise_name: string
  site_name: string
  region_name: string
  /** Why there is less to see than usual. */
  message: string
  point: Posted | null
  /** The 较大以上 risks of a site. */
  risks: Posted[]
  enterprise: number | null
  site: number | null
  risk_point: number | null
  can_patrol: boolean
  can_report: boolean
  tasks: OpenTask[]
}
