/** What a 常安码 says to whoever scans it. */
export interface RiskShown {
  name: string
  location: string
  level: 'major' | 'large' | 'general' | 'low'
  number?: string
}

export interface Card {
  kind: 'site' | 'risk_point'
  token: string
  enterprise_name: string
  site_name: string
  region_name: string
  /** Present for the signed-in whose reach covers it. */
  enterprise?: number | null
  risk_point?: number | null
  can_patrol?: boolean
  point?: RiskShown & {
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
    revision?: number
    approved_on?: string
  } | null
  risks?: RiskShown[]
}
