// The operations of profit sharing (bluepay.md 3b.18). But for the first their paths and fields are assumed: the documentation names
// them and their words.
import type { Operation } from '../operation.ts';
import { addReceiver } from './split-add-receiver.ts';
import { checkRest } from './split-check-rest.ts';
import { checkSplitReturn } from './split-check-return.ts';
import { checkSplit } from './split-check.ts';
import { createSplit } from './split-create.ts';
import { deleteReceiver } from './split-delete-receiver.ts';
import { listReceivers } from './split-list-receivers.ts';
import { createSplitReturn } from './split-return.ts';
import { uploadProof } from './split-upload-proof.ts';

export const splitOperations: readonly Operation[] = [
  uploadProof,
  addReceiver,
  listReceivers,
  deleteReceiver,
  checkRest,
  createSplit,
  checkSplit,
  createSplitReturn,
  checkSplitReturn,
];
