/**
 * The picture library with its loaders locked, for everybody: whoever opens a picture gets it from here, so that no order of imports
 * leaves a decoder open that we never asked for. Only JPEG, PNG and TIFF are read; one thread a picture, for work is parallel by
 * processes; no cache of decoded pictures. Source: documentation of libvips and sharp on untrusted input.
 */
import sharp from "sharp";

sharp.cache(false);
sharp.concurrency(1);
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({ operation: ["VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadTiff"] });

export { sharp };
