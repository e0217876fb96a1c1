// What the bench and its load process say to each other.

/** An app of a merchant; all of them share one key pair, so that a thousand are made quickly. */
export interface LoadApp {
  readonly appId: string;
  readonly callbackSecret: string;
}

export interface LoadTarget {
  readonly gatewayPort: number;
  /** PKCS#8 PEM. */
  readonly privateKey: string;
  /** Requests go round them in turn. */
  readonly apps: readonly LoadApp[];
  readonly connections: number;
  /** How long is measured, after a warm-up. */
  readonly seconds: number;
}

export type LoadOrder =
  | ({ readonly kind: 'creations' } & LoadTarget)
  | ({ readonly kind: 'lifecycles' } & LoadTarget)
  | ({ readonly kind: 'paced'; readonly perSecond: number } & LoadTarget);

export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

export interface Measured {
  readonly count: number;
  readonly seconds: number;
  readonly latencyMs: Percentiles;
  /** Answers that said no. Anything above zero spoils the figure. */
  readonly refused: number;
  /** The signed requests were used up before the time was. */
  readonly cutShort: boolean;
  /** What the load process itself took, in seconds of one core. */
  readonly loadCpuSeconds: number;
}

export interface Received {
  /** Different transactions that were notified since the order was given, warm-up included. */
  readonly distinct: number;
  readonly repeated: number;
  readonly signaturesChecked: number;
  readonly signaturesWrong: number;
}

export type LoadReport =
  | { readonly kind: 'ready' }
  /** The warm-up is over: whoever observes the gateway begins now. */
  | { readonly kind: 'measuring' }
  | { readonly kind: 'measured'; readonly measured: Measured; readonly received: Received }
  | { readonly kind: 'failed'; readonly message: string };
