# nwidth 0.1.0: nwidth plot experiment lr.db --output lr.gp
$panel1_1 << END
# best constant: learning rate  error
0.000316227766 2.484820621
0.0005623413252 2.484820621
0.001 2.484820621
0.00177827941 2.484820621
0.00316227766 2.484820621
0.005623413252 2.484820621
0.01 2.484820621
0.0177827941 2.484820621
END
$panel1_2 << END
# without I, trained: learning rate  error
0.000316227766 1.763174833
0.0005623413252 1.763174833
0.001 1.763174833
0.00177827941 1.763174833
0.00316227766 1.763174833
0.005623413252 1.763174833
0.01 1.763174833
0.0177827941 1.763174833
END
$panel1_3 << END
# linear, trained: learning rate  error
0.000316227766 1.770223797
0.0005623413252 1.770223797
0.001 1.770223797
0.00177827941 1.770223797
0.00316227766 1.770223797
0.005623413252 1.770223797
0.01 1.770223797
0.0177827941 1.770223797
END
$panel1_4 << END
# hypernetwork: learning rate  mean  mean-SD  mean+SD
0.000316227766 2.475438714 2.466855871 2.484021556
0.0005623413252 2.458094997 2.405735211 2.510454783
0.001 2.3351306 2.279798571 2.390462629
0.00177827941 2.178126988 2.00729141 2.348962567
0.00316227766 1.747601117 1.580994323 1.91420791
0.005623413252 1.257489049 1.120240878 1.39473722
0.01 0.9070540259 0.8577040795 0.9564039723
0.0177827941 0.9027654981 0.8477516238 0.9577793724
END
$panel1_5 << END
# embedding: learning rate  mean  mean-SD  mean+SD
0.000316227766 2.400195857 2.369762409 2.430629306
0.0005623413252 2.36484882 2.321683297 2.408014342
0.001 2.317007856 2.187551044 2.446464668
0.00177827941 2.204068527 2.164382335 2.243754719
0.00316227766 1.957314828 1.905082543 2.009547114
0.005623413252 1.815542167 1.804670649 1.826413684
0.01 1.767006404 1.758614994 1.775397815
0.0177827941 1.702872642 1.661890101 1.743855183
END
$panel2_1 << END
# hypernetwork: learning rate  mean  mean-SD  mean+SD
0.000316227766 0.8941666667 0.8745941519 0.9137391814
0.0005623413252 0.8853333333 0.8521620606 0.918504606
0.001 0.8233333333 0.7828415646 0.863825102
0.00177827941 0.7908333333 0.7298326503 0.8518340164
0.00316227766 0.6501666667 0.5994460266 0.7008873068
0.005623413252 0.4853333333 0.4538915883 0.5167750784
0.01 0.3506666667 0.334377611 0.3669557223
0.0177827941 0.3225 0.2973405087 0.3476594913
END
$panel2_2 << END
# embedding: learning rate  mean  mean-SD  mean+SD
0.000316227766 0.8376666667 0.800069016 0.8752643173
0.0005623413252 0.8476666667 0.8206281139 0.8747052194
0.001 0.815 0.7727300343 0.8572699657
0.00177827941 0.7845 0.771385123 0.797614877
0.00316227766 0.7071666667 0.6766857984 0.737647535
0.005623413252 0.669 0.6589625701 0.6790374299
0.01 0.6496666667 0.633126312 0.6662070214
0.0177827941 0.629 0.6193563492 0.6386436508
END
set multiplot
set grid lc rgb '#e0e0e0' lw 0.5 dt 1
set bars 0.6
set tics nomirror
set border 3
set lmargin at screen 0.05000
set rmargin at screen 0.33500
set bmargin at screen 0.22353
set tmargin at screen 0.87983
unset logscale
set logscale x
unset label
unset arrow
set title "lr (Figure 7): test negative log-likelihood by j\npreset quick, 3 repeats" noenhanced font ',11'
set xrange [0.0002691534804:0.02089296131]
set yrange [0.7479894342:2.610216972]
set xlabel "learning rate" noenhanced offset 0,-0.6
set ylabel "test negative log-likelihood" noenhanced
set xtics ("0.00032\nj=2" 0.000316227766, "0.00056\nj=3" 0.0005623413252, "0.001\nj=4" 0.001, "0.0018\nj=5" 0.00177827941, "0.0032\nj=6" 0.00316227766, "0.0056\nj=7" 0.005623413252, "0.01\nj=8" 0.01, "0.018\nj=9" 0.0177827941) noenhanced font ',10'
set ytics ("1" 1, "1.5" 1.5, "2" 2, "2.5" 2.5) noenhanced font ',10'
set label 1 "best constant" at graph 1.04, graph 0.9327 left noenhanced tc rgb '#333333' font ',10'
set arrow 1 from 0.0177827941, 2.484820621 to graph 1.032, graph 0.9327 nohead lw 0.6 lc rgb '#333333' back
set label 2 "without I, trained" at graph 1.04, graph 0.5748 left noenhanced tc rgb '#333333' font ',10'
set arrow 2 from 0.0177827941, 1.763174833 to graph 1.032, graph 0.5748 nohead lw 0.6 lc rgb '#333333' back
set label 3 "linear, trained" at graph 1.04, graph 0.6368 left noenhanced tc rgb '#333333' font ',10'
set arrow 3 from 0.0177827941, 1.770223797 to graph 1.032, graph 0.6368 nohead lw 0.6 lc rgb '#333333' back
set label 4 "hypernetwork" at graph 1.04, graph 0.0831 left noenhanced tc rgb '#005a8e' font ',10'
set arrow 4 from 0.0177827941, 0.9027654981 to graph 1.032, graph 0.0831 nohead lw 0.6 lc rgb '#005a8e' back
set label 5 "embedding" at graph 1.04, graph 0.5128 left noenhanced tc rgb '#a84a00' font ',10'
set arrow 5 from 0.0177827941, 1.702872642 to graph 1.032, graph 0.5128 nohead lw 0.6 lc rgb '#a84a00' back
plot $panel1_1 using 1:2 with lines dt 2 lw 0.9 lc rgb '#333333' notitle, \
  $panel1_2 using 1:2 with lines dt 3 lw 0.9 lc rgb '#333333' notitle, \
  $panel1_3 using 1:2 with lines dt 4 lw 0.9 lc rgb '#333333' notitle, \
  $panel1_4 using 1:2 with lines dt 1 lw 0.8 lc rgb '#0072b2' notitle, \
  $panel1_4 using 1:2:3:4 with yerrorbars pt 7 ps 0.8 lw 1.3 lc rgb '#0072b2' notitle, \
  $panel1_5 using 1:2 with lines dt 1 lw 0.8 lc rgb '#d55e00' notitle, \
  $panel1_5 using 1:2:3:4 with yerrorbars pt 5 ps 0.8 lw 1.3 lc rgb '#d55e00' notitle
set lmargin at screen 0.55000
set rmargin at screen 0.83500
set bmargin at screen 0.22353
set tmargin at screen 0.87983
unset logscale
set logscale x
unset label
unset arrow
set title "lr (Figure 7): test negative log-likelihood by j\npreset quick, 3 repeats" noenhanced font ',11'
set xrange [0.0002691534804:0.02089296131]
set yrange [0.2600706629:0.9557744519]
set xlabel "learning rate" noenhanced offset 0,-0.6
set ylabel "share of wrong classes" noenhanced
set xtics ("0.00032\nj=2" 0.000316227766, "0.00056\nj=3" 0.0005623413252, "0.001\nj=4" 0.001, "0.0018\nj=5" 0.00177827941, "0.0032\nj=6" 0.00316227766, "0.0056\nj=7" 0.005623413252, "0.01\nj=8" 0.01, "0.018\nj=9" 0.0177827941) noenhanced font ',10'
set ytics ("0.3" 0.3, "0.4" 0.4, "0.5" 0.5, "0.6" 0.6, "0.7" 0.7, "0.8" 0.8, "0.9" 0.9) noenhanced font ',10'
set label 1 "hypernetwork" at graph 1.04, graph 0.0897 left noenhanced tc rgb '#005a8e' font ',10'
set arrow 1 from 0.0177827941, 0.3225 to graph 1.032, graph 0.0897 nohead lw 0.6 lc rgb '#005a8e' back
set label 2 "embedding" at graph 1.04, graph 0.5303 left noenhanced tc rgb '#a84a00' font ',10'
set arrow 2 from 0.0177827941, 0.629 to graph 1.032, graph 0.5303 nohead lw 0.6 lc rgb '#a84a00' back
plot $panel2_1 using 1:2 with lines dt 1 lw 0.8 lc rgb '#0072b2' notitle, \
  $panel2_1 using 1:2:3:4 with yerrorbars pt 7 ps 0.8 lw 1.3 lc rgb '#0072b2' notitle, \
  $panel2_2 using 1:2 with lines dt 1 lw 0.8 lc rgb '#d55e00' notitle, \
  $panel2_2 using 1:2:3:4 with yerrorbars pt 5 ps 0.8 lw 1.3 lc rgb '#d55e00' notitle
unset label
unset arrow
unset title
unset border
unset tics
unset xlabel
unset ylabel
unset grid
unset logscale
set size 1, 1
set origin 0, 0
set xrange [0:1]
set yrange [0:1]
set label 1 "Points: means over repeats of estimates on 2000 test samples, bars: sample standard deviation. Lines: baselines, estimates too: constant, the best one (class frequencies); without I and linear: network on x alone; linear softmax of (x, I): both trained as the job is, but always at rate 0.01. Images drawn by nwidth, not\nthe paper's." at screen 0.012, screen 0.05445 left noenhanced font ',9' tc rgb '#444444'
plot NaN notitle
unset multiplot
