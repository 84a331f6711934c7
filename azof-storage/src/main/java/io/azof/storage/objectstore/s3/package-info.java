/**
 * An object store in S3, or in what speaks its language: {@link
 * io.azof.storage.objectstore.s3.S3ObjectStore}, made from {@link
 * io.azof.storage.objectstore.s3.S3Settings}. The one home of the AWS SDK.
 */
@NullMarked
package io.azof.storage.objectstore.s3;

import org.jspecify.annotations.NullMarked;
