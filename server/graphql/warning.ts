import { Field, ObjectType, registerEnumType } from 'type-graphql';

export enum WarningCode {
  TOKENS_REQUIRED_BUT_UNUSED = 'TOKENS_REQUIRED_BUT_UNUSED',
  TOKENS_MAY_BE_UNUSED = 'TOKENS_MAY_BE_UNUSED',
  MACHINES_STAY_OUTSIDE = 'MACHINES_STAY_OUTSIDE',
}

registerEnumType(WarningCode, {
  name: 'WarningCode',
  description: 'What a warning is about.',
  valuesConfig: {
    TOKENS_REQUIRED_BUT_UNUSED: {
      description: 'Session tokens are required, and a client of the machine was seen asking without one.',
    },
    TOKENS_MAY_BE_UNUSED: {
      description: 'Session tokens are required, and the machine has not been seen with one yet.',
    },
    MACHINES_STAY_OUTSIDE: {
      description: 'More machines have addresses in a subnet than one call puts into it.',
    },
  },
});

/** A warning of something that is allowed and will probably not do what the caller wanted. */
@ObjectType({
  description: 'Something that is allowed and probably not what somebody wants.',
  simpleResolvers: true,
})
export class Warning {
  @Field(() => WarningCode, { description: 'What it is about; this never changes its meaning.' })
  code!: WarningCode;
  @Field(() => String, { description: 'What is the matter, in one sentence.' })
  message!: string;
  @Field(() => String, { description: 'What to do about it.' })
  hint!: string;
}
