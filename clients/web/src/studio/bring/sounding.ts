/** Whether a medium of an annotation is heard; else it is seen. */
export function isSound(file: string): boolean {
  return /\.(ogg|mp3|wav)$/.test(file);
}
