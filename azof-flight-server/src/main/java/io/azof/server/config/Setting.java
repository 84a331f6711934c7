package io.azof.server.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Every setting there is: its key in the file, the form of its value and its default. */
public enum Setting {
  /** Where the tables are: a path or a URI. Has no default. */
  LAKEHOUSE("lakehouse", ValueType.TEXT, ""),
  /** The address to listen on. */
  SERVER_HOST("server.host", ValueType.TEXT, "127.0.0.1"),
  /** The port to listen on. */
  SERVER_PORT("server.port", ValueType.PORT, "32010"),
  /** How long running statements may go on after the server was asked to stop. */
  SERVER_SHUTDOWN_GRACE("server.shutdown-grace", ValueType.DURATION, "10s"),
  /** After how long without a word the server asks a client whether it is still there. */
  SERVER_KEEPALIVE("server.keepalive", ValueType.DURATION, "60s"),
  /** How often a client may ask the same of the server. */
  SERVER_CLIENT_KEEPALIVE_MIN("server.client-keepalive-min", ValueType.DURATION, "10s"),
  /** How many statements run at the same time. */
  SERVER_CONCURRENT_QUERIES("server.concurrent-queries", ValueType.COUNT, "32"),
  /** How many statements wait for others to end. */
  SERVER_QUEUED_QUERIES("server.queued-queries", ValueType.COUNT, "64"),
  /** How long a statement waits for others to end. */
  SERVER_QUEUE_TIME("server.queue-time", ValueType.DURATION, "30s"),
  /** How many results are under way to clients at the same time. */
  SERVER_RESULTS("server.results", ValueType.COUNT, Setting.AUTO),
  /** How long a statement may work. */
  SERVER_QUERY_TIME("server.query-time", ValueType.DURATION, "1h"),
  /** How long a result waits for its client to take more. */
  SERVER_RESULT_IDLE("server.result-idle", ValueType.DURATION, "1h"),
  /** How long a message of a client may be. */
  SERVER_MESSAGE_SIZE("server.message-size", ValueType.BYTES, "16MiB"),
  /** How long the headers of a call may be. */
  SERVER_HEADER_SIZE("server.header-size", ValueType.BYTES, "64KiB"),
  /** How many prepared statements clients may hold open together. */
  SERVER_PREPARED_STATEMENTS("server.prepared-statements", ValueType.COUNT, "1000"),
  /** After how long without use a prepared statement may be dropped. */
  SERVER_PREPARED_STATEMENT_IDLE("server.prepared-statement-idle", ValueType.DURATION, "1h"),
  /** How many sessions of clients may have settings at the same time. */
  SERVER_SESSIONS("server.sessions", ValueType.COUNT, "10000"),
  /** After how long without use a session loses its settings. */
  SERVER_SESSION_IDLE("server.session-idle", ValueType.DURATION, "8h"),
  /** The certificate of the server, in PEM. */
  SERVER_TLS_CERTIFICATE("server.tls-certificate", ValueType.TEXT, Setting.NONE),
  /** The private key of that certificate, in PEM. */
  SERVER_TLS_KEY("server.tls-key", ValueType.TEXT, Setting.NONE),
  /** The certificates of those who sign certificates of clients, in PEM. */
  SERVER_TLS_CLIENT_CA("server.tls-client-ca", ValueType.TEXT, Setting.NONE),
  /** Whether nobody may change anything through the server. */
  SERVER_READ_ONLY("server.read-only", ValueType.BOOLEAN, "false"),
  /** The tables that nobody may change through the server. */
  SERVER_READ_ONLY_TABLES("server.read-only-tables", ValueType.TEXT, Setting.NONE),
  /** Whether other machines may reach a server where nobody needs to log in. */
  SERVER_LET_OTHER_MACHINES_IN_WITHOUT_AUTHENTICATION(
      "server.let-other-machines-in-without-authentication", ValueType.BOOLEAN, "false"),
  /** Whether other machines may reach a server that does not encrypt. */
  SERVER_LET_OTHER_MACHINES_IN_WITHOUT_ENCRYPTION(
      "server.let-other-machines-in-without-encryption", ValueType.BOOLEAN, "false"),
  /** The file of the users who may log in. */
  AUTH_USERS_FILE("auth.users-file", ValueType.TEXT, Setting.NONE),
  /** The file of the keys with which tokens are signed. */
  AUTH_TOKEN_KEY_FILE("auth.token-key-file", ValueType.TEXT, Setting.NONE),
  /** How long a token is good for. */
  AUTH_TOKEN_LIFETIME("auth.token-lifetime", ValueType.DURATION, "12h"),
  /** What tokens are for. */
  AUTH_TOKEN_AUDIENCE("auth.token-audience", ValueType.TEXT, "azof"),
  /** The identity provider whose tokens are a login, too. */
  AUTH_JWT_ISSUER("auth.jwt-issuer", ValueType.TEXT, Setting.NONE),
  /** For what its tokens must be. */
  AUTH_JWT_AUDIENCE("auth.jwt-audience", ValueType.TEXT, Setting.NONE),
  /** Where it publishes its keys. */
  AUTH_JWT_KEYS("auth.jwt-keys", ValueType.TEXT, Setting.NONE),
  /** Which claim is the name of the user. */
  AUTH_JWT_NAME_CLAIM("auth.jwt-name-claim", ValueType.TEXT, "sub"),
  /** Which claim says what the user may do. */
  AUTH_JWT_RIGHTS_CLAIM("auth.jwt-rights-claim", ValueType.TEXT, "azof_rights"),
  /** The rights of those who show a certificate and are no user of the file. */
  AUTH_CERTIFICATE_RIGHTS("auth.certificate-rights", ValueType.RIGHTS, "read-only"),
  /** How much memory the SQL engine uses before it spills to disk. */
  QUERY_MEMORY("query.memory", ValueType.BYTES, "512MB"),
  /** How many threads the SQL engine uses. */
  QUERY_THREADS("query.threads", ValueType.COUNT, Setting.AUTO),
  /** Where the SQL engine spills to. */
  QUERY_SPILL_DIRECTORY("query.spill-directory", ValueType.TEXT, Setting.AUTO),
  /** How much memory column data may take, over all statements together. */
  ARROW_MEMORY("arrow.memory", ValueType.BYTES, "1GB"),
  /** How much memory column data may take for one statement. */
  ARROW_QUERY_MEMORY("arrow.query-memory", ValueType.BYTES, Setting.AUTO),
  /** The file to which each statement is written that has ended. */
  QUERY_LOG_FILE("query-log.file", ValueType.TEXT, Setting.NONE),
  /** The address at which the metrics of the server can be read. */
  METRICS_HOST("metrics.host", ValueType.TEXT, "127.0.0.1"),
  /** The port for that. */
  METRICS_PORT("metrics.port", ValueType.PORT_OR_OFF, "off"),
  /** Whether other machines may read them. */
  METRICS_LET_OTHER_MACHINES_IN("metrics.let-other-machines-in", ValueType.BOOLEAN, "false"),
  /** Where spans of statements are sent to. */
  TRACING_OTLP_ENDPOINT("tracing.otlp-endpoint", ValueType.TEXT, Setting.NONE),
  /** Whether the server compacts tables by itself, when their sizes ask for it. */
  COMPACTION_BACKGROUND("compaction.background", ValueType.OFF_OR_SIZE, "off"),
  /** How long the server waits before it looks at the sizes again. */
  COMPACTION_INTERVAL("compaction.interval", ValueType.DURATION, "1m"),
  /** Where S3 is, when it is not that of AWS. */
  S3_ENDPOINT("s3.endpoint", ValueType.TEXT, Setting.AUTO),
  /** The region of the bucket. */
  S3_REGION("s3.region", ValueType.TEXT, Setting.AUTO),
  /** The profile of the AWS configuration files. */
  S3_PROFILE("s3.profile", ValueType.TEXT, Setting.AUTO),
  /** Whether the bucket stands in the path of an address. */
  S3_PATH_STYLE("s3.path-style", ValueType.BOOLEAN, Setting.AUTO),
  /** How many requests to S3 go on at the same time. */
  S3_CONNECTIONS("s3.connections", ValueType.COUNT, "64"),
  /** How long a request to S3 may take, with its repetitions. */
  S3_TIMEOUT("s3.timeout", ValueType.DURATION, "30s"),
  /** Where copies of remote data files are kept. */
  CACHE_DIRECTORY("cache.directory", ValueType.TEXT, Setting.AUTO),
  /** How much the copies of remote data files may take. */
  CACHE_SIZE("cache.size", ValueType.BYTES, "10GB"),
  /** How many remote data files are fetched at the same time. */
  CACHE_DOWNLOADS("cache.downloads", ValueType.COUNT, "32"),
  /** How long a scan whose files do not fit waits for others to let go of theirs. */
  CACHE_WAIT("cache.wait", ValueType.DURATION, "30s"),
  /** How long a table may be taken for current without asking the store again. */
  SNAPSHOT_MAX_AGE("snapshot.max-age", ValueType.DURATION, "0s");

  /** The value that leaves the choice to Azof, where it is the default. */
  static final String AUTO = "auto";

  /** The value that says that there is no such thing. */
  static final String NONE = "none";

  private final String key;
  private final ValueType type;
  private final String defaultText;

  Setting(String key, ValueType type, String defaultText) {
    this.key = key;
    this.type = type;
    this.defaultText = defaultText;
  }

  /** The key in a properties file. */
  public String key() {
    return key;
  }

  /** The name of the environment variable that sets the same. */
  public String environmentName() {
    return ENVIRONMENT_PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** The value when nobody gives one, as text; empty when there is none. */
  public String defaultText() {
    return defaultText;
  }

  ValueType type() {
    return type;
  }

  boolean isAuto(String text) {
    return defaultText.equals(AUTO) && text.equals(AUTO);
  }

  static Optional<Setting> ofKey(String key) {
    return Arrays.stream(values()).filter(setting -> setting.key.equals(key)).findFirst();
  }

  static Optional<Setting> ofEnvironmentName(String name) {
    return Arrays.stream(values())
        .filter(setting -> setting.environmentName().equals(name))
        .findFirst();
  }

  /** With what every environment variable of Azof starts. */
  static final String ENVIRONMENT_PREFIX = "AZOF_";
}
