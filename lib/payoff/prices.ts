/** List prices of compute: data, dated, with sources. The default of the model is the first row. */

/** When the table was last gone through; see data-age.ts. */
export const PRICES_DATED = '2026-11-24';

/** On-demand unless it says spot. USD per hour. */
export interface Price {
  readonly id: string;
  readonly what: string;
  readonly usdPerVcpuHour: number;
  /** On top of the vCPU; 0 where the vCPU's price includes memory. */
  readonly usdPerGbHour: number;
  /** Memory that the price of a vCPU includes, GB. */
  readonly includedGb: number;
  readonly spot: boolean;
  readonly source: string;
  readonly date: string;
}

const SKYPILOT = 'skypilot-catalog v8';
const OPENCOST = 'opencost configs/default.json: GCP us-central1 list';

export const PRICES: readonly Price[] = [
  price('aws-m7i-us-east-1', 'AWS m7i, us-east-1', 0.0504, 4, `c3x.dev; ${SKYPILOT} aws/vms.csv`, '2026'),
  price('aws-m7i-singapore', 'AWS m7i, Singapore', 0.063, 4, `${SKYPILOT} aws/vms.csv`, '2026'),
  price('aws-m7i-tokyo', 'AWS m7i, Tokyo', 0.0651, 4, `${SKYPILOT} aws/vms.csv`, '2026'),
  price('aws-m7i-flex-us-east-1', 'AWS m7i-flex, us-east-1', 0.04788, 4, SKYPILOT, '2026'),
  price('aws-m7i-flex-singapore', 'AWS m7i-flex, Singapore', 0.05985, 4, SKYPILOT, '2026'),
  price('aws-m7g-us-east-1', 'AWS m7g (Graviton), us-east-1', 0.0408, 4, 'c3x.dev; factualminds', '2026-06'),
  price('azure-d4s-v5-east-us', 'Azure D4s v5, East US', 0.048, 4, 'learningbro, illustrative', '2026'),
  price(
    'elastic-default',
    'Elastic Universal Profiling default',
    0.0425,
    0,
    'kibana calculate_impact_estimates',
    '2024',
  ),
  {
    ...price(
      'gcp-c4d-us-central1',
      'GCP C4D, us-central1',
      0.0327,
      0,
      `${SKYPILOT} gcp/vms.csv, solved from two sizes`,
      '2026',
    ),
    usdPerGbHour: 0.0035,
  },
  {
    ...price('opencost-default', 'OpenCost and Kubecost default', 0.031611, 0, OPENCOST, '2024-10'),
    usdPerGbHour: 0.004237,
  },
  {
    ...price('opencost-spot', 'OpenCost default, spot', 0.006655, 0, OPENCOST, '2024-10'),
    usdPerGbHour: 0.000892,
    spot: true,
  },
  {
    ...price('opencost-azure', 'OpenCost Azure default', 0.039, 0, 'opencost configs/azure.json', '2019-04'),
    usdPerGbHour: 0.001917,
  },
];

/** What commitments save, as published; discounts off the list price. */
export const COMMITMENTS = {
  /** The most that AWS and GCP offer. */
  awsUpTo: 0.72,
  gcpUpTo: 0.57,
  /** A one-year commitment, typical. */
  oneYear: { low: 0.25, high: 0.4 },
  threeYears: { low: 0.45, high: 0.6 },
  source: 'AWS whitepaper and datacamp for the most; typical figures are assumptions',
} as const;

/** The row that the defaults of the model use. */
export const DEFAULT_PRICE = PRICES[0]!;

export function priceOf(id: string): Price | undefined {
  return PRICES.find((row) => row.id === id);
}

function price(
  id: string,
  what: string,
  usdPerVcpuHour: number,
  includedGb: number,
  source: string,
  date: string,
): Price {
  return { id, what, usdPerVcpuHour, usdPerGbHour: 0, includedGb, spot: false, source, date };
}
