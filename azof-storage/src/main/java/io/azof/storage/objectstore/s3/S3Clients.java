package io.azof.storage.objectstore.s3;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/**
 * Two clients over one pool of connections.
 *
 * @param repeating repeats what failed, after a pause that grows and varies: for requests that may
 *     be done twice
 * @param single asks once: for writes with a condition, which a repetition would find broken by the
 *     first try
 */
record S3Clients(
    S3AsyncClient repeating,
    S3AsyncClient single,
    SdkAsyncHttpClient connections,
    EventLoopGroup loops,
    S3Credentials credentials,
    String region)
    implements AutoCloseable {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** Opens the clients; the receiver closes them. Nothing is asked yet. */
  static S3Clients open(S3Location location, S3Settings settings) {
    Region region = region(location, settings);
    Duration timeout = settings.timeout();
    EventLoopGroup loops = new NioEventLoopGroup(0, new DefaultThreadFactory("azof-s3", true));
    SdkAsyncHttpClient connections =
        NettyNioAsyncHttpClient.builder()
            .eventLoopGroup(SdkEventLoopGroup.create(loops))
            .protocol(Protocol.HTTP1_1)
            .maxConcurrency(settings.connectionsMax())
            .connectionTimeout(timeout.compareTo(CONNECT_TIMEOUT) < 0 ? timeout : CONNECT_TIMEOUT)
            .connectionAcquisitionTimeout(timeout)
            .readTimeout(timeout.dividedBy(3)) // so that there is time to ask again
            .writeTimeout(timeout.dividedBy(3))
            .build();
    S3Credentials credentials = new S3Credentials(settings, location.toString());
    RetryStrategy repeat =
        AwsRetryStrategy.standardRetryStrategy().toBuilder()
            .maxAttempts(S3Pauses.TRIES_MAX)
            .retryOnException(S3Errors::isDamaged)
            .build();
    return new S3Clients(
        client(settings, region, connections, credentials, repeat),
        client(settings, region, connections, credentials, AwsRetryStrategy.doNotRetry()),
        connections,
        loops,
        credentials,
        region.id());
  }

  private static S3AsyncClient client(
      S3Settings settings,
      Region region,
      SdkAsyncHttpClient connections,
      S3Credentials credentials,
      RetryStrategy retries) {
    var builder =
        S3AsyncClient.builder()
            .region(region)
            .credentialsProvider(credentials)
            .httpClient(connections)
            .forcePathStyle(settings.isPathStyle())
            // checksums go into headers: not every service knows trailers
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .overrideConfiguration(
                config -> config.apiCallTimeout(settings.timeout()).retryStrategy(retries));
    settings.endpoint().ifPresent(builder::endpointOverride);
    return builder.build();
  }

  private static Region region(S3Location location, S3Settings settings) {
    if (settings.region().isPresent()) {
      return Region.of(settings.region().get());
    }
    try {
      var chain = DefaultAwsRegionProviderChain.builder();
      settings.profile().ifPresent(chain::profileName);
      return chain.build().getRegion();
    } catch (SdkClientException e) {
      if (settings.endpoint().isPresent()) {
        return Region.US_EAST_1; // other services take any
      }
      throw new AzofException(
          ErrorCode.ARGUMENT_INVALID,
          "The AWS region of "
              + location
              + " is not known; set s3.region or AWS_REGION, or a profile that has one",
          e);
    }
  }

  @Override
  public void close() {
    repeating.close();
    single.close();
    connections.close();
    // not waited for: channels that are still closing take their time
    Future<?> unused = loops.shutdownGracefully(2, 15, TimeUnit.SECONDS);
    credentials.close();
  }
}
