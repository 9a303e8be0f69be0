/**
 * Keeps onnxruntime from reporting to its maker: from 1.29 on its builds for Linux and macOS say over the internet what they
 * load and how long it takes, and keep that on disk until they can (https://github.com/microsoft/onnxruntime/pull/27379).
 * The library reads it from the environment when it starts: to be called before, and on the main thread, because what a
 * worker has in `process.env` is a copy. On Windows the library hands its events to the system, whose settings decide.
 */
export const silenceRuntime = (): void => {
  process.env.ORT_DISABLE_TELEMETRY = "1";
};
