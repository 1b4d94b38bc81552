import 'reflect-metadata';
import { Command, Option } from 'commander';
import { roles } from '../access/roles.ts';
import { defaultTokenDays } from '../access/token-expiry.ts';
import { ArchivedKind, keptDays } from '../archive/archived-kind.ts';
import { exitCodes } from '../errors.ts';
import { run } from './run.ts';

const exitCodeHelp = `
Exit codes:
  0  ok
  1  no: it failed, or a check found something wrong
  2  an argument or a setting is wrong
  3  not allowed
  4  not found
  5  conflict: it is there already, or something else has it
  6  the database cannot be reached`;

const noInput = new Option('--no-input', 'ask nothing: take the answers from the environment');

const program = new Command('cloudmeta')
  .description('The EC2 instance metadata service for machines that do not run on EC2')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? exitCodes.ok : exitCodes.usage))
  .addHelpText('afterAll', exitCodeHelp)
  .configureHelp({ showGlobalOptions: true });

/** Adds a subcommand, which loads what it needs only when it is called; `run` reports the errors of all of them. */
function command<Args extends unknown[]>(
  usage: string,
  description: string,
  act: (...args: Args) => Promise<void>,
): Command {
  return program
    .command(usage)
    .description(description)
    .action((...args) => run(() => act(...(args as unknown as Args))));
}

command('serve', 'serve metadata, GraphQL and the admin', async () => (await import('./serve.ts')).serve());
command('migrate', 'bring the database up to date', async () =>
  (await import('./migrate.ts')).migrateDatabase(),
);
command('check', 'print the configuration and whether the database answers', async () =>
  (await import('./check.ts')).check(),
);
command('createsuperuser', 'make a user who may do everything', async (options: { input: boolean }) =>
  (await import('./createsuperuser.ts')).createSuperuser(options),
)
  .addOption(noInput)
  .addHelpText('after', '\nWith --no-input: CLOUDMETA_SUPERUSER_USERNAME and CLOUDMETA_SUPERUSER_PASSWORD.');
command(
  'changepassword <username>',
  'give a user a new password',
  async (username: string, options: { input: boolean }) =>
    (await import('./changepassword.ts')).changePassword(username, options),
)
  .addOption(noInput)
  .addHelpText('after', '\nWith --no-input: CLOUDMETA_PASSWORD.');

const token = program.command('token').description('tokens of scripts');
token
  .command('create')
  .description('make a token and print it, once')
  .requiredOption('--name <name>', 'its unique name')
  .addOption(new Option('--role <role>', 'what the script may do').choices(roles).makeOptionMandatory())
  .option('--assign-roles', 'lets an OPERATOR give roles to machines, and change those that have one')
  .option('--never', `never expires; without it, in ${defaultTokenDays} days`)
  .action((options) => run(async () => (await import('./token-create.ts')).createToken(options)));

const identity = program.command('identity').description('the key that signs identity documents');
identity
  .command('rotate')
  .description('make a new key, which signs from now on')
  .action(() => run(async () => (await import('./identity-rotate.ts')).rotateIdentity()));
identity
  .command('export')
  .description('print the published certificates')
  .option('--private-key', 'print the private key of the latest too')
  .action((options) => run(async () => (await import('./identity-export.ts')).exportIdentity(options)));

const secrets = program.command('secrets').description('what is kept encrypted with SECRET_KEY');
secrets
  .command('rotate')
  .description('encrypt with SECRET_KEY what only a key of SECRET_KEY_PREVIOUS opens')
  .action(() => run(async () => (await import('./secrets-rotate.ts')).rotateAllSecrets()));

/** As the list prints them, and as the API calls them. */
const kinds = [...Object.values(ArchivedKind), ...Object.keys(ArchivedKind)];

const archive = program.command('archive').description(`what was deleted in the last ${keptDays} days`);
archive
  .command('list')
  .description('print what can be had back, the latest first')
  .addOption(new Option('--kind <kind>', 'only of this sort').choices(kinds))
  .option('--search <text>', 'only with this text in the name or id')
  .action((options) => run(async () => (await import('./archive.ts')).listArchive(options)));
archive
  .command('restore <object>')
  .description('make it what it was: by its id in the archive, or the id or name that it had')
  .option('--dry-run', 'only say what would happen')
  .action((object, options) =>
    run(async () => (await import('./archive.ts')).restoreFromArchive(object, options)),
  );
archive
  .command('purge <object>')
  .description('remove it for good, with the contents that nothing else has')
  .option('--dry-run', 'only say what would happen')
  .action((object, options) =>
    run(async () => (await import('./archive.ts')).purgeFromArchive(object, options)),
  );

command('schema [path]', 'write the GraphQL schema', async (path: string = 'schema.graphql') =>
  (await import('./schema.ts')).emitSchema(path),
);
command('migration', 'write a migration for the dialect of DATABASE_URL', async (options: { name: string }) =>
  (await import('./migration-create.ts')).createMigration(options),
).requiredOption('--name <name>', 'what it is for');

// a reader of the output that has enough of it, as head, does not end the command
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return;
  process.stderr.write(`The output cannot be written: ${error.message}.\n`);
  process.exit(exitCodes.failed);
});

await program.parseAsync();
