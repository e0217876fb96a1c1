// Papers that merchants hand in, such as proofs of what a receiver of shares is to them (bluepay.md 3b.18). Sealed where they are
// stored, and shown to operators alone.

export interface KeptFile {
  readonly merchantId: string;
  readonly name: string;
  /** As its first bytes say. */
  readonly type: string;
  readonly bytes: Uint8Array;
}

export interface Files {
  /** Answers the file's id, 32 hexadecimal digits. */
  keep(file: KeptFile): Promise<string>;
  /** Whether that merchant handed it in. */
  isKept(merchantId: string, id: string): Promise<boolean>;
  find(id: string): Promise<KeptFile | undefined>;
}

export interface FileDirectory {
  readonly files: Files;
}
