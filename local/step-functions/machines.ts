import type { Resources } from '../assembly/resources';
import { optionalText } from '../server/json';
import type { DeployedMachine } from './execute';
import { InvalidDefinition } from './failure';
import { parseJson } from './json';
import type { JsonObject } from './json';
import { parseMachine } from './parse';
import type { KnownTasks } from './parse';

/**
 * The state machines of the assembly by ARN.
 * @throws InvalidDefinition that names the machine and everything in it that is not known
 */
export function deployedMachines(
  resources: Resources,
  tasks: KnownTasks,
): ReadonlyMap<string, DeployedMachine> {
  return new Map(
    resources.ofType('AWS::StepFunctions::StateMachine').map(({ arn, name, properties }) => {
      const definition = definitionText(name, properties);
      const roleArn = optionalText(properties, 'RoleArn') ?? '';
      const machine = parse(name, definition, tasks);
      return [arn, { arn, name, roleArn, definition, machine }];
    }),
  );
}

function definitionText(name: string, properties: JsonObject): string {
  const {
    StateMachineType: type = 'STANDARD',
    DefinitionString: text,
    Definition: json,
  } = properties;
  if (type !== 'STANDARD') {
    throw new InvalidDefinition([`${name}: unknown type ${JSON.stringify(type)}`]);
  }
  if (typeof text === 'string') return text;
  if (json !== undefined) return JSON.stringify(json);
  throw new InvalidDefinition([`${name}: only DefinitionString and Definition are known`]);
}

function parse(name: string, definition: string, tasks: KnownTasks) {
  try {
    return parseMachine(parseJson(definition), tasks);
  } catch (error) {
    if (!(error instanceof InvalidDefinition)) throw error;
    throw new InvalidDefinition(error.problems.map((problem) => `${name}: ${problem}`));
  }
}
