package dev.slipway.service.aggregate;

class InMemoryAggregateStoreTest extends AggregateStoreContract {
    @Override
    protected AggregateStore emptyStore() {
        return new InMemoryAggregateStore();
    }
}
