/**
 * Which modules of libraries our first pages use. An index of a library leads to all that it has, so it is gone through
 * name by name: what nobody first asks for is not followed, and the build can keep it out of the first load.
 */
import type { Rolldown } from "vite";

/** What is wanted of a module: these exports, or all. */
type Wanted = ReadonlySet<string> | "all";

type Program = ReturnType<Rolldown.PluginContext["parse"]>;
type Statement = Program["body"][number];

export interface Modules {
  code: (id: string) => string | null;
  parse: (code: string) => Program;
  resolve: (specifier: string, importer: string) => Promise<string | null>;
}

/** Where an index gets a name from, and what it is called there. */
interface Origin {
  from: string;
  /** `all`: everything the module has. */
  name: string;
}

const nameOf = (node: { type: string }): string => {
  const { name, value } = node as { name?: string; value?: string };
  return name ?? value ?? "";
};

/** The names that an import takes; null: its types only, or nothing. */
function imported(statement: Statement): { from: string; names: Wanted } | null {
  if (statement.type !== "ImportDeclaration") return null;
  const names = statement.specifiers.map((each) =>
    each.type === "ImportSpecifier"
      ? nameOf(each.imported)
      : each.type === "ImportDefaultSpecifier"
        ? "default"
        : "all",
  );
  return { from: statement.source.value, names: names.includes("all") ? "all" : new Set(names) };
}

/** An index has nothing of its own: where its names come from. Null: the module is none. */
function indexOf(program: Program): { names: Map<string, Origin>; stars: string[] } | null {
  const local = new Map<string, Origin>();
  const names = new Map<string, Origin>();
  const stars: string[] = [];
  for (const statement of program.body) {
    if (statement.type === "ImportDeclaration") {
      for (const each of statement.specifiers) {
        const name =
          each.type === "ImportSpecifier"
            ? nameOf(each.imported)
            : each.type === "ImportDefaultSpecifier"
              ? "default"
              : "all";
        local.set(each.local.name, { from: statement.source.value, name });
      }
    } else if (statement.type === "ExportAllDeclaration" && !statement.exported) {
      stars.push(statement.source.value);
    } else if (statement.type === "ExportNamedDeclaration" && !statement.declaration) {
      for (const each of statement.specifiers) {
        const origin = statement.source
          ? { from: statement.source.value, name: nameOf(each.local) }
          : local.get(nameOf(each.local));
        if (!origin) return null;
        names.set(nameOf(each.exported), origin);
      }
    } else if (statement.type !== "ExpressionStatement" || !("directive" in statement)) return null;
  }
  return names.size + stars.length === 0 ? null : { names, stars };
}

/** All modules that `roots` need, themselves among them. `isOurs`: taken whole, whatever is wanted of it. */
export async function modulesOf(
  modules: Modules,
  roots: readonly string[],
  isOurs: (id: string) => boolean,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  const gone = new Map<string, Set<string>>();
  const programs = new Map<string, Program | null>();
  const programOf = (id: string): Program | null => {
    const known = programs.get(id);
    if (known !== undefined) return known;
    const code = /\.[mc]?[jt]sx?(?:\?|$)/.test(id) ? modules.code(id) : null;
    const program = code === null ? null : modules.parse(code);
    programs.set(id, program);
    return program;
  };
  const follow = async (specifier: string, importer: string, wanted: Wanted): Promise<void> => {
    const id = await modules.resolve(specifier, importer);
    if (id !== null) await visit(id, wanted);
  };
  const visit = async (id: string, wanted: Wanted): Promise<void> => {
    const program = programOf(id);
    const index = program && !isOurs(id) && wanted !== "all" ? indexOf(program) : null;
    if (program && index && wanted !== "all") {
      const before = gone.get(id) ?? new Set();
      gone.set(id, before);
      for (const name of wanted) {
        if (before.has(name)) continue;
        before.add(name);
        const origin = index.names.get(name);
        if (origin) await follow(origin.from, id, origin.name === "all" ? "all" : new Set([origin.name]));
        else for (const star of index.stars) await follow(star, id, new Set([name]));
      }
      return;
    }
    if (found.has(id)) return;
    found.add(id);
    for (const statement of program?.body ?? []) {
      const taken = imported(statement);
      if (taken) await follow(taken.from, id, taken.names);
      else if ("source" in statement && statement.source) await follow(statement.source.value, id, "all");
    }
  };
  for (const root of roots) await visit(root, "all");
  return found;
}
