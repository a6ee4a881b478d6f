/** A service's published OpenAPI description as a judge: which operation a request is, and what is wrong with its query, body or answer. */
import { Ajv, type ValidateFunction } from 'ajv';

export type Json = { readonly [key: string]: unknown };

export interface Description {
  readonly paths: { readonly [path: string]: { readonly [method: string]: Json } };
  readonly components: { readonly [kind: string]: { readonly [name: string]: unknown } };
}

export interface Operation {
  /** `POST /repos/{owner}/{repo}/issues/{issue_number}/comments`. */
  readonly name: string;
  /** The values of the path, in its order. */
  readonly values: readonly string[];
  /** What is wrong; empty: nothing. */
  faultsOfRequest(query: URLSearchParams, body: unknown): string[];
  /** An answer whose content the description leaves open is right. */
  faultsOfAnswer(status: number, body: unknown): string[];
  /** The answer that the description shows as an example; null without one. */
  example(status: number): unknown;
}

export interface Api {
  /** Null: the service has no such operation. */
  operation(method: string, path: string): Operation | null;
}

export function apiOf(description: Description): Api {
  const judges = new Map<string, ValidateFunction>();
  const judge = (key: string, schema: unknown): ValidateFunction => {
    const known = judges.get(key);
    if (known !== undefined) return known;
    const ajv = new Ajv({
      strict: false,
      validateFormats: false,
      allErrors: true,
      coerceTypes: key.includes('?'),
    });
    const made = ajv.compile(withComponents(schema, description) as object);
    judges.set(key, made);
    return made;
  };
  const faults = (key: string, schema: unknown, value: unknown): string[] => {
    const valid = judge(key, schema);
    const isValid: boolean = valid(value);
    return isValid
      ? []
      : (valid.errors ?? []).map((error) => `${key}: ${error.instancePath} ${error.message}`);
  };
  const resolved = (value: unknown): Json => resolve(value, description) as Json;

  return {
    operation(method, path) {
      const found = routeOf(description, method, path);
      if (found === null) return null;
      const { route, values, operation } = found;
      const name = `${method} ${route}`;
      const shared = description.paths[route]!['parameters'] as unknown as unknown[] | undefined;
      const parameters = [...(shared ?? []), ...((operation['parameters'] as unknown[]) ?? [])].map(resolved);
      const answerOf = (status: number): Json | null => {
        const response = (operation['responses'] as Json)[String(status)];
        return response === undefined ? null : contentOf(resolved(response));
      };
      return {
        name,
        values,
        faultsOfRequest(query, body) {
          const described = new Map(
            parameters
              .filter((parameter) => parameter['in'] === 'query')
              .map((parameter) => [parameter['name'], parameter['schema']]),
          );
          const ofQuery = [...query].flatMap(([key, value]) =>
            described.has(key)
              ? faults(`${name}?${key}`, { properties: { value: described.get(key) } }, { value })
              : [`${name}?${key}: not described`],
          );
          const requestBody = operation['requestBody'] as Json | undefined;
          if (body === undefined)
            return requestBody?.['required'] === true ? [...ofQuery, `${name}: no body`] : ofQuery;
          const content = requestBody === undefined ? null : contentOf(resolved(requestBody));
          if (content === null) return [...ofQuery, `${name}: a body, which is not described`];
          return [...ofQuery, ...faults(name, closed(resolved(content['schema'])), body)];
        },
        faultsOfAnswer(status, body) {
          if (!(String(status) in (operation['responses'] as Json)))
            return [`${name} ${status}: not described`];
          const content = answerOf(status);
          return content === null ? [] : faults(`${name} ${status}`, content['schema'], body);
        },
        example(status) {
          const examples = answerOf(status)?.['examples'] as Json | undefined;
          // An example may be kept apart, and its value apart once more.
          let value: unknown = Object.values(examples ?? {})[0] ?? null;
          while (value !== null && typeof value === 'object' && ('$ref' in value || 'value' in value))
            value = '$ref' in value ? resolve(value, description) : (value as Json)['value'];
          return value;
        },
      };
    },
  };
}

/** Of the routes that fit, the one with the fewest places to fill in: `/a/b` goes before `/a/{id}`. */
function routeOf(description: Description, method: string, path: string) {
  const segments = path.split('/');
  const fitting = Object.keys(description.paths)
    .filter((route) => description.paths[route]![method.toLowerCase()] !== undefined)
    .map((route) => ({ route, values: valuesOf(route.split('/'), segments) }))
    .filter((one): one is { route: string; values: string[] } => one.values !== null)
    .sort((a, b) => a.values.length - b.values.length);
  const best = fitting[0];
  if (best === undefined) return null;
  return { ...best, operation: description.paths[best.route]![method.toLowerCase()]! };
}

/** The last place may take a path with slashes, as that of a file does. */
function valuesOf(route: readonly string[], segments: readonly string[]): string[] | null {
  const isFile = route.at(-1) === '{path}';
  if (isFile ? segments.length < route.length : segments.length !== route.length) return null;
  const values: string[] = [];
  for (const [at, part] of route.entries()) {
    const isLast = at === route.length - 1;
    const segment = isFile && isLast ? segments.slice(at).join('/') : segments[at]!;
    if (part.startsWith('{')) {
      if (segment === '') return null;
      values.push(decodeURIComponent(segment));
    } else if (part !== segment) return null;
  }
  return values;
}

function contentOf(holder: Json): Json | null {
  const content = holder['content'] as Json | undefined;
  return (content?.['application/json'] as Json | undefined) ?? null;
}

function resolve(value: unknown, { components }: Description): unknown {
  const reference = (value as Json | null)?.['$ref'];
  if (typeof reference !== 'string') return value;
  const [, , kind, name] = reference.split('/');
  return components[kind!]![name!];
}

/** The schema with the components that it names, so that its references lead inside of it. */
function withComponents(schema: unknown, description: Description): unknown {
  const schemas: { [name: string]: unknown } = {};
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const reference = (value as Json)['$ref'];
    if (typeof reference === 'string') {
      const name = reference.split('/')[3]!;
      if (name in schemas) return;
      schemas[name] = description.components['schemas']![name];
      visit(schemas[name]);
    }
    for (const part of Object.values(value)) visit(part);
  };
  visit(schema);
  return translated({ ...(schema as Json), components: { schemas } });
}

/** OpenAPI 3.0 lets `nullable` stand without a type, which JSON Schema does not know. */
function translated(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(translated);
  const copy = Object.fromEntries(Object.entries(value).map(([key, part]) => [key, translated(part)]));
  if (copy['nullable'] !== true || 'type' in copy) return copy;
  const { nullable: _, ...rest } = copy;
  return { anyOf: [rest, { type: 'null' }] };
}

/** Descriptions let any further field pass. A field that is not described is a mistake here: the service would not read it. */
function closed(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null) return schema;
  if (Array.isArray(schema)) return schema.map(closed);
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  const isObject = typeof copy['properties'] === 'object' && copy['properties'] !== null;
  if (isObject && copy['type'] === 'object' && !('additionalProperties' in copy))
    copy['additionalProperties'] = false;
  return copy;
}
