import { DetailedError, Upload } from "tus-js-client";
import { at, csrfHeaders } from "../api";
import type { Carrier } from "./uploads";

/** What every request of the protocol says. */
export const TUS = { "Tus-Resumable": "1.0.0" };
/** Bytes of one request. */
const CHUNK = 8 * 1024 * 1024;
/** Milliseconds before each further try; after the last the file waits for the line, or for the person. */
const TRIES = [500, 2_000, 5_000, 10_000];

/** Carries files to a site by the tus protocol, in chunks that are sent again where the line breaks. */
export function carrierTo(site: string): Carrier {
  const endpoint = at(site, "uploads");
  return (file, id, heard) => {
    const upload = new Upload(file, {
      endpoint,
      ...(id ? { uploadUrl: at(site, "uploads", id) } : {}),
      chunkSize: CHUNK,
      retryDelays: TRIES,
      storeFingerprintForResuming: false,
      metadata: { filename: file.name },
      headers: csrfHeaders(),
      onUploadUrlAvailable: () => heard.begun(idOf(upload.url)),
      onProgress: (sent) => heard.progress(sent),
      onSuccess: () => heard.done(),
      onShouldRetry: (failure) => again(failure),
      onError: (failure) => {
        const why = saidBy(failure);
        if (why === undefined) heard.cut();
        else heard.refused(why);
      },
    });
    upload.start();
    return () => void upload.abort();
  };
}

/** The upload that an address is of. */
export function idOf(url: string | null): string {
  return decodeURIComponent((url ?? "").split(/[?#]/)[0]!.replace(/\/$/, "").split("/").at(-1) ?? "");
}

function again(failure: Error): boolean {
  const status = statusOf(failure);
  return status === 0 || status === 409 || status === 423 || status === 429 || status >= 500;
}

/** The server's words; undefined where it was not reached, or may answer another time. */
function saidBy(failure: Error): string | undefined {
  if (again(failure) && statusOf(failure) !== 409) return undefined;
  const text = (failure instanceof DetailedError && failure.originalResponse?.getBody()) || "";
  try {
    return String((JSON.parse(text) as { detail?: string }).detail ?? "") || failure.message;
  } catch {
    return text || failure.message;
  }
}

function statusOf(failure: Error): number {
  return (failure instanceof DetailedError && failure.originalResponse?.getStatus()) || 0;
}
