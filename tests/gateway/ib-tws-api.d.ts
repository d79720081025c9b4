/** What the tests use of a client that comes without types. */
declare module 'ib-tws-api' {
  export interface TwsContract {
    readonly symbol: string
    readonly secType: string
    readonly exchange: string
    readonly currency: string
    readonly conId?: number
  }

  export class Client {
    constructor(parameters: { host: string; port: number; clientId: number; timeoutMs?: number })
    getCurrentTime(): Promise<number>
    getContractDetails(
      contract: TwsContract,
    ): Promise<readonly { readonly contract: TwsContract; readonly minTick: number }[]>
    getHistoricalData(request: {
      contract: TwsContract
      endDateTime: string
      duration: string
      barSizeSetting: string
      whatToShow: string
      useRth: number
      formatDate: number
      keepUpToDate: boolean
    }): Promise<{ readonly bars: readonly Readonly<Record<string, number | string>>[] }>
    getHeadTimeStamp(request: {
      contract: TwsContract
      whatToShow: string
      useRth: number
      formatDate: number
    }): Promise<string>
    placeOrder(request: { contract: TwsContract; order: object }): Promise<number>
    cancelOrder(orderId: number): Promise<{ readonly code: string }>
    getOpenOrders(): Promise<
      readonly { readonly order: Readonly<Record<string, number | string>> }[]
    >
    getPositions(): Promise<
      Readonly<Record<number, { readonly position: number; readonly avgCost: number }>>
    >
  }

  export const Contract: { stock(symbol: string): TwsContract }
  export const Order: {
    market(order: object): object
    limit(order: object): object
  }
}
