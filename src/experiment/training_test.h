/* The test of what was trained so far. */
#ifndef NW_EXPERIMENT_TRAINING_TEST_H
#define NW_EXPERIMENT_TRAINING_TEST_H

#include "experiment/training.h"

typedef struct nw_test_result {
    double loss, second; /* as in nw_experiment_point */
    double deviation;    /* of the first model's outputs over the test samples, root mean square over outputs */
} nw_test_result;

nw_test_result nw_training_test(nw_training *training);

#endif
