import { LogLevel } from '@slack/web-api';
import type { Logger } from '@slack/web-api';

const drop = () => {};

/** For Slack's client in tests that make its calls fail on purpose. */
export const silentLogger: Logger = {
  debug: drop,
  info: drop,
  warn: drop,
  error: drop,
  setLevel: drop,
  getLevel: () => LogLevel.ERROR,
  setName: drop,
};
