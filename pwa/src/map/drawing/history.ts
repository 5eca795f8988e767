/** Steps that can be taken back, and taken again. Pure. */
const MOST = 200

export class History<Step> {
  private steps: Step[] = []
  private at = -1

  reset(step: Step): void {
    this.steps = [step]
    this.at = 0
  }

  /** What changes nothing is no step. */
  add(step: Step): void {
    if (JSON.stringify(step) === JSON.stringify(this.steps[this.at])) return
    this.steps = [...this.steps.slice(0, this.at + 1), step].slice(-MOST)
    this.at = this.steps.length - 1
  }

  get canGoBack(): boolean {
    return this.at > 0
  }

  get canGoForth(): boolean {
    return this.at < this.steps.length - 1
  }

  back(): Step | undefined {
    return this.canGoBack ? this.steps[(this.at -= 1)] : undefined
  }

  forth(): Step | undefined {
    return this.canGoForth ? this.steps[(this.at += 1)] : undefined
  }
}
