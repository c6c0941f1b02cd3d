/* The activations nwidth knows, by the names the user writes. */
#ifndef NW_BASE_ACTIVATION_H
#define NW_BASE_ACTIVATION_H

/* tanh t; 1/(1 + e^-t); arctan t; min(max(t, 0), 1); max(t, 0); t for t >= 0 and e^t - 1 below; t.  The bounds of the
 * theory are stated for the first five. */
typedef enum nw_activation {
    NW_TANH,
    NW_LOGISTIC,
    NW_ARCTAN,
    NW_CRELU,
    NW_RELU,
    NW_ELU,
    NW_IDENTITY,
    NW_ACTIVATION_COUNT
} nw_activation;

/* "tanh", "logistic", "arctan", "crelu", "relu", "elu", "identity", NULL. */
extern const char *const nw_activation_words[NW_ACTIVATION_COUNT + 1];

/* The activation of that name, or NW_ACTIVATION_COUNT. */
nw_activation nw_activation_find(const char *word);

#endif
