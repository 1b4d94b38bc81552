import { Field, ObjectType } from 'type-graphql';
import { InstancePayload } from '../instances/instance.payloads.ts';
import { MaintenanceEvent } from './maintenance-event.entity.ts';

@ObjectType({ description: 'The result of a mutation of a maintenance event.', simpleResolvers: true })
export class MaintenancePayload extends InstancePayload {
  @Field(() => MaintenanceEvent, { nullable: true, description: 'The maintenance event as it is now.' })
  maintenanceEvent?: MaintenanceEvent;
}
