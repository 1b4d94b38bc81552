import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { limitByOwner, may, type Actor } from '../access/actor.ts';
import { ApiToken } from '../access/api-token.entity.ts';
import { Needs, describeHolders } from '../access/permission.ts';
import { readPermissions } from '../access/subject-permissions.ts';
import { User } from '../access/user.entity.ts';
import { Archived } from '../archive/archived.entity.ts';
import { AuditEntry } from '../audit/audit-entry.entity.ts';
import { Node } from '../database/record.ts';
import { forbidden } from '../errors.ts';
import { MaintenanceEvent } from '../events/maintenance-event.entity.ts';
import type { Context } from '../graphql/context.ts';
import { IamRole } from '../iam/iam-role.entity.ts';
import { Instance } from '../instances/instance.entity.ts';
import { Job } from '../jobs/job.entity.ts';
import { jobsOf } from '../jobs/jobs-of.ts';
import { SshKey } from '../keys/ssh-key.entity.ts';
import { NetworkInterface } from '../networks/network-interface.entity.ts';
import { SecurityGroup } from '../networks/security-group.entity.ts';
import { Subnet } from '../networks/subnet.entity.ts';
import { Vpc } from '../networks/vpc.entity.ts';
import { UserData } from '../user-data/user-data.entity.ts';
import type { ClassType } from 'type-graphql';

/** The kinds of records, by the prefixes of their ids. */
const kinds: Record<string, ClassType<{ id: string }>> = {
  ins: Instance,
  eni: NetworkInterface,
  instance: MaintenanceEvent, // instance-event-..., as EC2 has it
  vpc: Vpc,
  subnet: Subnet,
  sg: SecurityGroup,
  key: SshKey,
  role: IamRole,
  ud: UserData,
  usr: User,
  tok: ApiToken,
  job: Job,
  aud: AuditEntry,
  arc: Archived,
};

/** @throws FORBIDDEN where the actor may not read objects of a type, or the table of permissions does not know it */
function expectReadable(type: string, actor: Actor): void {
  const needs = readPermissions[type];
  if (needs === undefined) throw forbidden('Nobody may read this object.');
  if (may(actor, needs)) return;
  throw forbidden(
    `This object needs the permission ${needs}: ${describeHolders(needs)}.${limitByOwner(actor, needs)}`,
  );
}

@Resolver()
export class NodeResolver {
  @Query(() => Node, {
    nullable: true,
    description: 'The object with an id, whatever its type; null when there is none.',
  })
  @Needs('signed-in')
  async node(
    @Arg('id', () => ID, { description: 'A prefixed id.' }) id: string,
    @Ctx() { em, actor }: Context,
  ) {
    const kind = kinds[id.split('-', 1)[0] ?? ''];
    if (!kind) return null;
    expectReadable(kind.name, actor);
    const found = await em.findOne(kind, kind === Job ? jobsOf(actor, id) : { id });
    if (found instanceof AuditEntry) expectReadable(found.subjectType, actor);
    if (found instanceof Archived) expectReadable(found.kind, actor);
    if (found instanceof NetworkInterface)
      await em.populate([found], ['instance.interfaces', 'instance.addressRows']);
    return found;
  }
}
