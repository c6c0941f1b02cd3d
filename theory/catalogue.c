#include "catalogue.h"

static const nw_card *const catalogue[] = {
    &nw_card_nwidth,
    &nw_card_thm1,
    &nw_card_thm2,
    &nw_card_thm3,
    &nw_card_thm4,
    &nw_card_thm5,
    &nw_card_separation,
    &nw_card_bits,
    &nw_card_capacity,
    &nw_card_capacity_tanh1,
    &nw_card_capacity_sigmoid,
    &nw_card_entropy,
    &nw_card_thm2_counting,
    &nw_card_thm3_counting,
    &nw_card_kuhn,
    &nw_card_ramp,
    &nw_card_mcshane,
    &nw_card_tanh2,
    &nw_card_syz,
    &nw_card_lsyz,
};

size_t nw_card_count(void)
{
    return sizeof catalogue / sizeof catalogue[0];
}

const nw_card *nw_card_at(size_t index)
{
    return index < nw_card_count() ? catalogue[index] : NULL;
}
