package dev.slipway.service.aggregate;

class InMemoryAggregateStoreTest extends ConcurrentAggregateStoreContract {
    @Override
    protected AggregateStore emptyStore() {
        return new InMemoryAggregateStore();
    }
}
