/* The settings of an experiment: those of the paper, of a preset, or the user's. */
#ifndef NW_EXPERIMENT_SETTING_H
#define NW_EXPERIMENT_SETTING_H

#include <jansson.h>

#include "base/error.h"
#include "data/images.h"
#include "train/optimiser.h"

typedef enum nw_experiment {
    NW_SYNTHETIC_DEPTH,     /* Figures 1a, 4a, 4b: over k, the layers of f and e */
    NW_SYNTHETIC_EMBEDDING, /* Figures 1b, 4d, 4e: over i, the size of f's last hidden layer and of e(I) */
    NW_ASSUMPTION1,         /* Figure 2: two shallow networks against one target, by epoch */
    NW_ASSUMPTION2,         /* Figure 8: shallow networks over their width */
    NW_ROTATION,            /* Figures 3, 5: over k, or over i (--over size) */
    NW_LR,                  /* Figure 7: rotation at depth 4 over j, learning rate 1e-4 * 10^(j/4) */
    NW_COLORIZATION,        /* Figure 6: over k */
    NW_EXPERIMENT_COUNT
} nw_experiment;

/* One row of the catalogue. */
typedef struct nw_experiment_card {
    const char *name;    /* "synthetic-depth" */
    const char *figures; /* "Figures 1a, 4a, 4b" */
    const char *summary; /* one line */
    const char *saw;     /* what the paper saw, one or two sentences */
    const char *measure; /* "test MSE", "test negative log-likelihood", ... */
} nw_experiment_card;

extern const nw_experiment_card nw_experiment_cards[NW_EXPERIMENT_COUNT];
nw_experiment nw_experiment_find(const char *name); /* NW_EXPERIMENT_COUNT when there is none */

typedef enum nw_method {
    NW_METHOD_HYPER,
    NW_METHOD_EMBEDDING,
    NW_METHOD_SHALLOW,
    NW_METHOD_PAIR,
    NW_METHOD_COUNT
} nw_method;
extern const char *const nw_method_words[NW_METHOD_COUNT + 1]; /* "hypernetwork", "embedding", "shallow", "pair" */

typedef enum nw_experiment_axis {
    NW_OVER_LAYERS,
    NW_OVER_SIZE,
    NW_OVER_WIDTH,
    NW_OVER_RATE,
    NW_OVER_NOTHING,
    NW_AXIS_COUNT
} nw_experiment_axis;
extern const char *const nw_axis_words[NW_AXIS_COUNT + 1]; /* "layers", "size", "width", "rate", "none" */

typedef enum nw_inputs { NW_INPUT_GAUSS, NW_INPUT_GREY, NW_INPUT_COLOUR, NW_INPUT_UNIFORM, NW_INPUT_COUNT } nw_inputs;
extern const char *const nw_input_words[NW_INPUT_COUNT + 1]; /* "gauss", "grey", "colour", "uniform" */

enum { NW_MOST_VALUES = 64 };

typedef struct nw_setting_of_experiment {
    nw_experiment experiment;
    char *preset;               /* "paper", "quick", "tiny": where the defaults came from */
    unsigned types;             /* bits 1, 2, 4: the targets I, II, III of the synthetic experiments; 0 elsewhere */
    unsigned methods;           /* bits 1 << nw_method */
    nw_experiment_axis axis;
    size_t value_count;
    long values[NW_MOST_VALUES]; /* k, i, width, j; a single 0 for NW_OVER_NOTHING */
    nw_inputs inputs;
    char *data;                 /* folder of the images, NULL: drawn by nwidth */
    char *data_mark;            /* nw_images.mark of the training images, "" where there are none */
    size_t x_size, i_size;      /* d_x, d_I: those of the images where they are images */
    size_t samples, test_samples, batch, epochs;
    size_t points;              /* pixels of an image in a step of colorization; 1 elsewhere */
    nw_optimiser_kind optimiser;
    double rate, momentum;
    size_t layers;              /* k where it is no axis */
    size_t inner_width;         /* of f's and e's hidden layers */
    size_t hidden;              /* of g and q; of the shallow networks where it is no axis */
    size_t embedding;           /* E, at i = 1 where it grows with i */
    nw_activation unit;         /* of g, q and the shallow networks */
    bool biases, equal_budget, centred, as_released;
    unsigned repeats;
    uint64_t seed;
} nw_setting_of_experiment;

void nw_experiment_defaults(nw_setting_of_experiment *setting, nw_experiment experiment);
/* The settings of a preset: "paper", "quick" (all experiments in minutes on a laptop), "tiny" (seconds, for tests). */
nw_status nw_experiment_preset(nw_setting_of_experiment *setting, const char *preset, nw_error *error);
void nw_experiment_clear(nw_setting_of_experiment *setting);

/* As members of a JSON object: all of them out, any of them in over what the setting holds.  "values": [2, 3] or "2:9";
 * "types": ["I", "II"]; "rate": "0.01", exact text. */
json_t *nw_experiment_to_json(const nw_setting_of_experiment *setting);
nw_status nw_experiment_from_json(nw_setting_of_experiment *setting, json_t *object, const char *file, nw_error *error);

#endif
