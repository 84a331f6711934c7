package io.azof.storage.objectstore.s3;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** The credentials that the AWS tools would take, or a sentence that says that there are none. */
final class S3Credentials implements AwsCredentialsProvider, SdkAutoCloseable {
  private final DefaultCredentialsProvider chain;
  private final String purpose;

  /**
   * @param purpose the store that they are for
   */
  S3Credentials(S3Settings settings, String purpose) {
    DefaultCredentialsProvider.Builder builder = DefaultCredentialsProvider.builder();
    settings.profile().ifPresent(builder::profileName);
    this.chain = builder.build();
    this.purpose = purpose;
  }

  @Override
  public AwsCredentials resolveCredentials() {
    try {
      return chain.resolveCredentials();
    } catch (SdkClientException e) {
      throw new AzofException(
          ErrorCode.STORE_FAILED,
          "There are no AWS credentials for "
              + purpose
              + "; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile with s3.profile",
          e);
    }
  }

  @Override
  public void close() {
    chain.close();
  }
}
