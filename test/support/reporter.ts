/** Mocha's spec output, closed by one plain line that scripts can read: `N passed, N failed, N skipped`. */
import Mocha from 'mocha';

export default class PlainSummary extends Mocha.reporters.Spec {
  override epilogue(): void {
    super.epilogue();
    const { passes, failures, pending } = this.stats;
    process.stdout.write(`${passes} passed, ${failures} failed, ${pending} skipped\n`);
  }
}
