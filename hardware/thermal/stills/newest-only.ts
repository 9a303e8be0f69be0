import type { GreyPicture } from "../../../shared/heat/network/grey-picture.ts";

/** What is done with each picture of a video; `index` counts from 0. */
export type LookAtPicture = (picture: GreyPicture, index: number) => Promise<void>;

/** Never lets a stream wait: while one picture is looked at, only the newest of those that come is kept. */
export class NewestOnly {
  readonly #look: LookAtPicture;
  #waiting: { readonly picture: GreyPicture; readonly index: number } | undefined;
  #running: Promise<void> | undefined;
  #failure: { readonly error: unknown } | undefined;

  constructor(look: LookAtPicture) {
    this.#look = look;
  }

  get hasFailed(): boolean {
    return this.#failure !== undefined;
  }

  /** @param picture is this one's from here on */
  offer(picture: GreyPicture, index: number): void {
    this.#waiting = { picture, index };
    this.#running ??= this.#run();
  }

  /**
   * Waits for what is still being looked at.
   * @throws what looking threw
   */
  async rest(): Promise<void> {
    await this.#running;
    if (this.#failure) throw this.#failure.error;
  }

  async #run(): Promise<void> {
    while (this.#waiting && !this.#failure) {
      const { picture, index } = this.#waiting;
      this.#waiting = undefined;
      await this.#look(picture, index).catch((error: unknown) => {
        this.#failure = { error };
      });
    }
    this.#running = undefined;
  }
}
