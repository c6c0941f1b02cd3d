/* The same embedding method in other coordinates.  q sees a task through the biases b + V e_t alone, so that
 * e -> A e + c with the inverse in V and b changes no function; what changes is how many connections are zero, and how
 * the Lipschitz constants of e and q share their product. */
#ifndef NW_STUDY_Q_FORM_H
#define NW_STUDY_Q_FORM_H

#include "fit/embed.h"

/* Free rows: k units are chosen whose biases become the embedding itself: their rows of V form (up to powers of 2) the
 * identity, their own biases are 0.  k^2 of q's w (m1 + k + 2) weights and biases are then zero.  The numbers are
 * rounded: the function changes in the last places.  False, and nothing is changed, where no k units are independent.
 */
bool nw_q_sparsen(nw_embed_network *network, size_t tasks);

/* Free rows, exactly (powers of 2): every column of V is scaled to about the size of the largest column of q's weights
 * on x, which makes e's Lipschitz constant as small as it can be without a larger C(q). */
void nw_q_balance(nw_embed_network *network, size_t tasks);

/* How many weights and biases of a network are not zero. */
size_t nw_q_connections(const nw_network *network);

/* A bound, rounded up, of the least Lipschitz constant in the 1-norm that e has over the tasks:
 * max |e_s - e_t|_1 / |I_s - I_t|_1; 0 for one task. */
double nw_q_lipschitz(const double *rows, size_t k, const double *places, size_t task_inputs, size_t tasks);

#endif
