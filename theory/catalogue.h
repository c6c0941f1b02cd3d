/* The list of cards.  Each is defined in the file of its bound. */
#ifndef NW_CATALOGUE_H
#define NW_CATALOGUE_H

#include "card.h"

extern const nw_card nw_card_nwidth;
extern const nw_card nw_card_thm1, nw_card_thm2, nw_card_thm3, nw_card_thm4, nw_card_thm5;
extern const nw_card nw_card_separation;
extern const nw_card nw_card_bits, nw_card_capacity, nw_card_capacity_tanh1, nw_card_capacity_sigmoid, nw_card_entropy;
extern const nw_card nw_card_thm2_counting, nw_card_thm3_counting;
extern const nw_card nw_card_kuhn, nw_card_ramp, nw_card_mcshane, nw_card_tanh2, nw_card_syz, nw_card_lsyz;

#endif
