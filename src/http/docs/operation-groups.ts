// The operations of a document in the groups under which people look for them.
import type { DocumentedOperation, OpenApiDocument } from '../../kernel/openapi.ts';

export interface PlacedOperation {
  readonly method: string;
  readonly path: string;
  readonly operation: DocumentedOperation;
}

export interface Group {
  readonly name: string;
  readonly description: string;
  readonly operations: readonly PlacedOperation[];
}

/** In the order of the document's groups; what belongs to none stands first, under no name. */
export function groupsOf({ paths, tags = [] }: OpenApiDocument): readonly Group[] {
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
  const groups = [{ name: '', description: '' }, ...tags].map((group) => ({
    ...group,
    operations: all.filter(({ operation }) => (operation.tags?.[0] ?? '') === group.name),
  }));
  return groups.filter(({ operations }) => operations.length > 0);
}
