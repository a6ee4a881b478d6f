/** Where the verdict turns: proposals without a source, in one place, each one line to change. */

export const THRESHOLDS = {
  /** Below this utilisation, or on-CPU part of a request, faster code changes neither latency nor throughput. */
  cpuBound: 0.2,
  /** Less covered than this is no rewrite, whatever the speedup. */
  worthCovering: 0.05,
  /** Less CPU saved than this at the likely speedup is what a compiler upgrade or profile-guided build gives (2-14 %, go.dev/doc/pgo). */
  worthSaving: 0.02,
  /** The least probability of a positive present value. */
  pays: 0.5,
  /** Cheap fixes that recover this part of the likely gain go first. */
  cheapPart: 0.5,
  /** So do those that pay back in this part of the rewrite's time, if they recover at least `cheapWorth` of its gain. */
  cheapPayback: 0.25,
  cheapWorth: 0.25,
  /** Runtime, libraries of the platform and kernel above this, with no handful of functions above `handfulShare`. */
  platformShare: 0.4,
  handfulShare: 0.3,
  /** What a surgical cut may take, and must hold with its tax, even at the low end of its interval. */
  surgicalFunctions: 5,
  surgicalShare: 0.4,
  /** The part of the gain that crossings may eat. */
  boundaryPart: 0.1,
  /** Months within which a rewrite should have paid, and the probability of that. */
  paybackMonths: 18,
  paysSoon: 0.8,
} as const;
