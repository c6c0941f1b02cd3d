/* The families trig, tanhnet, product and inner: their keys and parts. */
#include "target/ridges.h"

#define ORDER_KEY                                                                                                      \
    {                                                                                                                  \
        .name = "r", .kind = NW_KEY_INTEGER, .standard = "1", .least = 1, .greatest = NW_SMOOTH_ORDER                  \
    }
#define COUNT_KEY(key, value, most)                                                                                    \
    {                                                                                                                  \
        .name = key, .kind = NW_KEY_INTEGER, .standard = value, .least = 1, .greatest = most                           \
    }
#define SCALE_KEY(value)                                                                                               \
    {                                                                                                                  \
        .name = "scale", .kind = NW_KEY_NUMBER, .standard = value, .greatest = NW_LARGEST_FREQUENCY                    \
    }
#define SEED_KEY                                                                                                       \
    {                                                                                                                  \
        .name = "seed", .kind = NW_KEY_SEED, .standard = "1"                                                           \
    }
#define AMPLITUDE_KEY                                                                                                  \
    {                                                                                                                  \
        .name = "amplitude", .kind = NW_KEY_NUMBER, .greatest = NW_MOST_AMPLITUDE                                      \
    }

static const nw_key TRIG_KEYS[] = {ORDER_KEY,
                                   COUNT_KEY("n", "2", NW_MOST_INPUTS),
                                   COUNT_KEY("terms", "8", NW_MOST_PARTS),
                                   COUNT_KEY("degree", "4", NW_LARGEST_FREQUENCY),
                                   SEED_KEY,
                                   AMPLITUDE_KEY,
                                   {.name = NULL}};
static const nw_key TANHNET_KEYS[] = {ORDER_KEY,
                                      COUNT_KEY("n", "2", NW_MOST_INPUTS),
                                      COUNT_KEY("width", "16", NW_MOST_PARTS),
                                      SCALE_KEY("4"),
                                      SEED_KEY,
                                      AMPLITUDE_KEY,
                                      {.name = NULL}};
static const nw_key PRODUCT_KEYS[] = {ORDER_KEY,
                                      COUNT_KEY("m1", "1", NW_MOST_INPUTS - 1),
                                      COUNT_KEY("m2", "1", NW_MOST_INPUTS - 1),
                                      COUNT_KEY("terms", "3", NW_MOST_PARTS),
                                      SCALE_KEY("2"),
                                      SEED_KEY,
                                      AMPLITUDE_KEY,
                                      {.name = NULL}};
static const nw_key INNER_KEYS[] = {ORDER_KEY,
                                    COUNT_KEY("m1", "2", NW_MOST_INPUTS - 1),
                                    COUNT_KEY("m2", "1", NW_MOST_INPUTS - 1),
                                    COUNT_KEY("width", "8", NW_MOST_PARTS),
                                    SCALE_KEY("2"),
                                    SEED_KEY,
                                    AMPLITUDE_KEY,
                                    {.name = NULL}};

static const char *const TERM_MEMBERS[] = {"terms", NULL};
static const char *const NETWORK_MEMBERS[] = {"network", NULL};

#define RIDGE_PARTS                                                                                                    \
    .clear = nw_ridges_clear, .norm = nw_ridges_norm, .values = nw_ridges_values, .enclose = nw_ridges_enclose,        \
    .resolution = nw_ridges_resolution, .taylor = nw_ridges_taylor

const nw_family nw_family_trig = {.name = "trig",
                                  .keys = TRIG_KEYS,
                                  .build = nw_trig_build,
                                  .read = nw_trig_read,
                                  .describe = nw_trig_describe,
                                  .members = TERM_MEMBERS,
                                  RIDGE_PARTS};
const nw_family nw_family_tanhnet = {.name = "tanhnet",
                                     .keys = TANHNET_KEYS,
                                     .build = nw_tanhnet_build,
                                     .read = nw_tanhnet_read,
                                     .describe = nw_network_target_describe,
                                     .members = NETWORK_MEMBERS,
                                     RIDGE_PARTS};
const nw_family nw_family_product = {.name = "product",
                                     .keys = PRODUCT_KEYS,
                                     .build = nw_product_build,
                                     .read = nw_product_read,
                                     .describe = nw_product_describe,
                                     .members = TERM_MEMBERS,
                                     RIDGE_PARTS};
const nw_family nw_family_inner = {.name = "inner",
                                   .keys = INNER_KEYS,
                                   .build = nw_inner_build,
                                   .read = nw_inner_read,
                                   .describe = nw_network_target_describe,
                                   .members = NETWORK_MEMBERS,
                                   RIDGE_PARTS};
