#include "base/activation.h"

#include <stddef.h>
#include <string.h>

const char *const nw_activation_words[NW_ACTIVATION_COUNT + 1] = {"tanh", "logistic", "arctan",   "crelu",
                                                                  "relu", "elu",      "identity", NULL};

nw_activation nw_activation_find(const char *word)
{
    int found = 0;
    while (nw_activation_words[found] != NULL && strcmp(nw_activation_words[found], word) != 0)
        found++;
    return (nw_activation)found;
}
