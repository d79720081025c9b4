/** Why a broker cannot be used, for programs. */
export type BrokerRefusalCode =
  | 'gateway-absent'
  | 'gateway-silent'
  | 'gateway-closed'
  | 'client-id-taken'
  | 'version-unsupported'
  | 'wrong-account'
  | 'live-account'
  | 'clock-skew'
  | 'contract-unknown'
  | 'contract-ambiguous'
  | 'broker-link-down'
  | 'history-refused'
  | 'not-connected'

/** Why a broker cannot be used, and for people what to do about it. */
export class BrokerRefusal extends Error {
  readonly code: BrokerRefusalCode

  constructor(code: BrokerRefusalCode, message: string) {
    super(message)
    this.name = 'BrokerRefusal'
    this.code = code
  }
}
