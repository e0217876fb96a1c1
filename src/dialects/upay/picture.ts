// Pictures that vendors upload.
import { type FileType, typeOfBytes } from '../uploads.ts';

export const longestPictureBytes = 1_048_576;

/** Undefined for whatever is no picture that every browser shows. */
export function pictureTypeOf(bytes: Buffer): Exclude<FileType, 'application/pdf'> | undefined {
  const type = typeOfBytes(bytes);
  return type === 'application/pdf' ? undefined : type;
}
