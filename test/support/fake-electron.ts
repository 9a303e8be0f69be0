import { EventEmitter } from "node:events";

type Answer = (granted: boolean) => void;

/** What the shell set on the window's session. */
class FakeSession {
  request: (
    contents: unknown,
    permission: string,
    answer: Answer,
    details: { readonly requestingUrl: string },
  ) => void = () => {};
  check: (contents: unknown, permission: string, origin: string) => boolean = () => true;

  setPermissionRequestHandler(handler: FakeSession["request"]): void {
    this.request = handler;
  }

  setPermissionCheckHandler(handler: FakeSession["check"]): void {
    this.check = handler;
  }
}

class FakeWebContents extends EventEmitter {
  readonly session = new FakeSession();
  openHandler: (details: { readonly url: string }) => { readonly action: string } = () => ({ action: "allow" });

  setWindowOpenHandler(handler: FakeWebContents["openHandler"]): void {
    this.openHandler = handler;
  }
}

/** Just enough of Electron's main-process API to run the shell's own code, and to see what it asked for. */
export class FakeWindow extends EventEmitter {
  readonly webContents = new FakeWebContents();
  readonly loaded: string[] = [];
  readonly options: { readonly webPreferences?: object };

  constructor(options: { readonly webPreferences?: object }) {
    super();
    this.options = options;
  }

  loadURL(url: string): Promise<void> {
    this.loaded.push(url);
    return Promise.resolve();
  }

  show(): void {}
  focus(): void {}
  restore(): void {}
  isMinimized(): boolean {
    return false;
  }
}

export class FakeStationProcess extends EventEmitter {
  readonly posted: unknown[] = [];
  readonly args: readonly string[];

  constructor(args: readonly string[]) {
    super();
    this.args = args;
  }

  postMessage(message: unknown): void {
    this.posted.push(message);
  }
}

export class FakeApp extends EventEmitter {
  readonly isPackaged = true;
  quits = 0;
  exits = 0;
  readonly #firstInstance: boolean;
  readonly #locale: string;

  constructor(firstInstance: boolean, locale: string) {
    super();
    this.#firstInstance = firstInstance;
    this.#locale = locale;
  }

  requestSingleInstanceLock(): boolean {
    return this.#firstInstance;
  }

  getLocale(): string {
    return this.#locale;
  }

  async whenReady(): Promise<void> {}

  quit(): void {
    this.quits++;
  }

  exit(): void {
    this.exits++;
  }
}

export interface FakeElectron {
  readonly module: object;
  readonly app: FakeApp;
  readonly windows: readonly FakeWindow[];
  readonly stations: readonly FakeStationProcess[];
  readonly said: readonly { readonly message?: string; readonly detail?: string }[];
  /** `awake`: power-save blockers held; `choice`: the button that the next question gets. */
  readonly state: { awake: number; readonly errorBoxes: string[]; choice: number };
}

/** A module to stand in for "electron": `vi.doMock("electron", () => fake.module)`. */
export const makeFakeElectron = ({ firstInstance = true, locale = "en-GB" } = {}): FakeElectron => {
  const windows: FakeWindow[] = [];
  const stations: FakeStationProcess[] = [];
  const said: { readonly message?: string; readonly detail?: string }[] = [];
  const state = { awake: 0, errorBoxes: [] as string[], choice: 0 };
  const app = new FakeApp(firstInstance, locale);
  const module = {
    app,
    Menu: { setApplicationMenu: () => {}, buildFromTemplate: (template: unknown) => template },
    BrowserWindow: class extends FakeWindow {
      constructor(options: { readonly webPreferences?: object }) {
        super(options);
        windows.push(this);
      }
    },
    utilityProcess: {
      fork: (_entry: string, args: readonly string[]) => {
        const station = new FakeStationProcess(args);
        stations.push(station);
        return station;
      },
    },
    powerSaveBlocker: {
      start: () => ++state.awake,
      stop: () => state.awake--,
    },
    dialog: {
      showMessageBox: (_window: unknown, options: { message: string; detail: string }) => {
        said.push(options);
        return Promise.resolve({ response: 0 });
      },
      showMessageBoxSync: (_window: unknown, options: { message: string; detail: string }) => {
        said.push(options);
        return state.choice;
      },
      showErrorBox: (_title: string, content: string) => state.errorBoxes.push(content),
    },
  };
  return { module, app, windows, stations, said, state };
};
