import type { ThermalFrame } from "../../shared/heat/thermal-frame.ts";
import { degToRad } from "../../shared/units/angle.ts";
import { Random } from "./simulated-pass.ts";

const KELVIN_PER_COUNT = 0.01;

/** A synthetic thermal picture: paint kelvins, then take a frame with the camera's noise. */
export class ThermalScene {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly kelvin: Float32Array;

  constructor(widthPx = 640, heightPx = 512, groundK = 285) {
    this.widthPx = widthPx;
    this.heightPx = heightPx;
    this.kelvin = new Float32Array(widthPx * heightPx).fill(groundK);
  }

  /** Changes every pixel; its middle is handed in. */
  paint(change: (xPx: number, yPx: number, kelvin: number) => number): this {
    for (let y = 0; y < this.heightPx; y++) {
      for (let x = 0; x < this.widthPx; x++) {
        const at = y * this.widthPx + x;
        this.kelvin[at] = change(x + 0.5, y + 0.5, this.kelvin[at] ?? 0);
      }
    }
    return this;
  }

  /** A soft-edged ellipse warmer than what is there: a body. */
  body(xPx: number, yPx: number, lengthPx: number, breadthPx: number, angleRad: number, contrastK: number): this {
    const [cos, sin] = [Math.cos(angleRad), Math.sin(angleRad)];
    return this.paint((x, y, kelvin) => {
      if (Math.abs(x - xPx) > lengthPx || Math.abs(y - yPx) > lengthPx) return kelvin;
      const along = (x - xPx) * cos + (y - yPx) * sin;
      const across = (y - yPx) * cos - (x - xPx) * sin;
      const outside = Math.hypot(along / (lengthPx / 2), across / (breadthPx / 2));
      const soft = Math.min(1, Math.max(0, (1 - outside) * (breadthPx / 2) + 0.5));
      return kelvin + contrastK * soft;
    });
  }

  /** A stripe warmer than what is there, through a point: a road, a ditch. */
  stripe(xPx: number, yPx: number, angleRad: number, widthPx: number, contrastK: number): this {
    const [cos, sin] = [Math.cos(angleRad), Math.sin(angleRad)];
    return this.paint((x, y, kelvin) => {
      const off = Math.abs((y - yPx) * cos - (x - xPx) * sin);
      return kelvin + contrastK * Math.min(1, Math.max(0, widthPx / 2 - off + 0.5));
    });
  }

  frame({ seed = 1, netdK = 0.05, sequence = 1 } = {}): ThermalFrame {
    const random = new Random(seed);
    const data = Uint16Array.from(this.kelvin, (kelvin) =>
      Math.round((kelvin + random.normal(netdK)) / KELVIN_PER_COUNT),
    );
    return {
      widthPx: this.widthPx,
      heightPx: this.heightPx,
      data,
      radiometry: { kelvinPerCount: KELVIN_PER_COUNT, kelvinAtZero: 0 },
      captureVehicleTimeMs: 1000 * sequence,
      captureSigmaMs: 10,
      hfovRad: degToRad(45.8),
      sequence,
    };
  }
}
