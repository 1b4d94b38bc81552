import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { may } from '../access/actor.ts';
import { ApiToken } from '../access/api-token.entity.ts';
import { Needs, type Permission } from '../access/permission.ts';
import { User } from '../access/user.entity.ts';
import { AuditEntry } from '../audit/audit-entry.entity.ts';
import { Node } from '../database/record.ts';
import { forbidden } from '../errors.ts';
import { MaintenanceEvent } from '../events/maintenance-event.entity.ts';
import type { Context } from '../graphql/context.ts';
import { IamRole } from '../iam/iam-role.entity.ts';
import { Instance } from '../instances/instance.entity.ts';
import { SshKey } from '../keys/ssh-key.entity.ts';
import { NetworkInterface } from '../networks/network-interface.entity.ts';
import { SecurityGroup } from '../networks/security-group.entity.ts';
import { Subnet } from '../networks/subnet.entity.ts';
import { Vpc } from '../networks/vpc.entity.ts';
import { UserData } from '../user-data/user-data.entity.ts';
import type { ClassType } from 'type-graphql';

/** What an id means by its prefix, and what reading it needs. */
const kinds: Record<string, { entity: ClassType<{ id: string }>; needs: Permission }> = {
  ins: { entity: Instance, needs: 'instances:read' },
  eni: { entity: NetworkInterface, needs: 'instances:read' },
  instance: { entity: MaintenanceEvent, needs: 'instances:read' }, // instance-event-..., as EC2 has it
  vpc: { entity: Vpc, needs: 'networks:read' },
  subnet: { entity: Subnet, needs: 'networks:read' },
  sg: { entity: SecurityGroup, needs: 'networks:read' },
  key: { entity: SshKey, needs: 'keys:read' },
  role: { entity: IamRole, needs: 'roles:read' },
  ud: { entity: UserData, needs: 'user-data:read' },
  usr: { entity: User, needs: 'users:read' },
  tok: { entity: ApiToken, needs: 'tokens:read' },
  aud: { entity: AuditEntry, needs: 'audit:read' },
};

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
    if (!may(actor, kind.needs)) throw forbidden(`This object needs the permission ${kind.needs}.`);
    const found = await em.findOne(kind.entity, { id });
    if (found instanceof NetworkInterface)
      await em.populate([found], ['instance.interfaces', 'instance.addressRows']);
    return found;
  }
}
