/** A bell for one waiter: it goes on when the bell rings or when the time is over. */
export class Signal {
  private go: (() => void) | undefined;
  private hasRung = false;

  ring(): void {
    this.hasRung = true;
    this.go?.();
  }

  /** A ring while nobody waited counts once. */
  async wait(timeoutMs: number): Promise<void> {
    if (!this.hasRung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, timeoutMs);
        this.go = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.go = undefined;
    }
    this.hasRung = false;
  }
}
